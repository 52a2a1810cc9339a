//! Tests of limbeck-ops.

mod catalogs;
mod expressions;
mod understood;
