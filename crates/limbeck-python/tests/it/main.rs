//! Tests of limbeck-python.

mod errors;
mod header;
mod host;
mod mutation;
mod objects;
mod oracle;
mod stdlib_files;
mod support;
mod type_parameters;
mod unresolved;
