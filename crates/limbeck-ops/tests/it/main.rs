//! Tests of limbeck-ops.

mod catalogs;
mod changes;
mod doubts;
mod expressions;
mod mysql;
mod understood;
