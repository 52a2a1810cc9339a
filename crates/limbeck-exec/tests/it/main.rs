//! Tests against real databases: a PostgreSQL server, a MariaDB server and SQLite files.

mod apply;
mod batch;
mod cluster;
mod connecting;
mod database;
mod decoding;
mod inspecting;
mod locking;
mod mariadb;
mod mysql;
mod pipelining;
mod probing;
mod rehearsed_mysql;
mod snapshots;
mod sqlite;
