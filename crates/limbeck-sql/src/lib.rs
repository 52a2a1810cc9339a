//! limbeck-sql
