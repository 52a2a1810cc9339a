//! Tests of limbeck-ops.

mod catalogs;
mod doubts;
mod expressions;
mod understood;
