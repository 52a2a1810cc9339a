//! What a database has, read from its catalog as SQLAlchemy's inspector reads it.

pub(crate) mod mysql;
pub(crate) mod mysql_ddl;
mod mysql_options;
pub(crate) mod pg_constraints;
pub(crate) mod pg_types;
pub(crate) mod postgres;
pub(crate) mod sqlite;
pub(crate) mod sqlite_ddl;
