//! Tests of limbeck: whole commands over projects in temporary folders.

mod batch_kills;
mod changes;
#[path = "../../../limbeck-exec/tests/it/cluster.rs"]
#[allow(dead_code)]
mod cluster;
mod collect;
#[path = "../../../limbeck-exec/tests/it/database.rs"]
#[allow(dead_code)]
mod database;
mod doctoring;
mod inspecting;
mod library;
mod recorded;
mod schema;
mod scripts;
mod verify;
