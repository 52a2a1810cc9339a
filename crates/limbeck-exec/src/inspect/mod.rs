//! What a database has, read from its catalog as SQLAlchemy's inspector reads it.

pub(crate) mod postgres;
pub(crate) mod sqlite;
