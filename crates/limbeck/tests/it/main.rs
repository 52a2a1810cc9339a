//! Tests of limbeck: whole commands over projects in temporary folders.

mod collect;
mod recorded;
mod scripts;
