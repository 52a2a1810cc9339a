//! Tests of limbeck-cli: its parts, and the binary as a whole.

mod arguments;
mod batch_kills;
mod binary;
mod catalog;
mod chinese;
mod cluster;
mod compat;
mod guide;
mod journal;
mod json;
mod logging;
mod mariadb;
mod masking;
mod progress;
mod project;
mod rendering;
mod schema;
#[cfg(unix)]
mod terminal;
mod usage;
