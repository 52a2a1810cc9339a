//! Tests of limbeck-exec.
