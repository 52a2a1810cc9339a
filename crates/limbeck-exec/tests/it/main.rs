//! Tests against real databases: a PostgreSQL server and SQLite files.

mod apply;
mod cluster;
mod connecting;
mod database;
mod decoding;
mod locking;
mod pipelining;
mod sqlite;
