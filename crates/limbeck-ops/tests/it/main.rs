//! Tests of limbeck-ops.
