//! Tests against real databases: a PostgreSQL server and SQLite files.

mod apply;
mod batch;
mod cluster;
mod connecting;
mod database;
mod decoding;
mod inspecting;
mod locking;
mod pipelining;
mod probing;
mod snapshots;
mod sqlite;
