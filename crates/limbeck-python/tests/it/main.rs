//! Tests of limbeck-python.

mod oracle;
mod support;
