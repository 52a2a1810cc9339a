//! Tests of limbeck-sql.
