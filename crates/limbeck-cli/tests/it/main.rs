//! Tests of limbeck-cli: its parts, and the binary as a whole.

mod arguments;
mod binary;
mod logging;
mod masking;
mod progress;
mod rendering;
mod usage;
