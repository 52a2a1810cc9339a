//! `sqlalchemy` as scripts know it: objects over the plain data of `limbeck-ops`.

pub mod attached;
pub mod attaching;
pub mod classes;
pub mod column;
pub mod compiled;
pub mod constraints;
pub mod ddl;
pub mod decorators;
pub mod dialect;
pub mod dialect_arguments;
pub mod engine;
pub mod events;
pub mod expr;
pub mod functions;
pub mod inspect;
pub mod modules;
pub mod names;
pub mod operators;
pub mod orm;
pub mod query;
pub mod render;
pub mod result;
pub mod table;
pub mod table_sets;
mod type_repr;
pub mod types;
pub mod url;
