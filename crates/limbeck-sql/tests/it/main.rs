//! Statements compared with what Alembic wrote.
//!
//! `tests/recorded/` holds the output of Alembic for small scripts (see `record.py`). A test here builds the operation
//! that such a script stands for and names the script; the expectation is looked up.

mod build;
mod constraints_and_indexes;
mod mysql_versions;
mod online;
mod queries;
mod recorded;
mod tables;
mod versions;
