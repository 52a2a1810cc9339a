//! Tests of limbeck-ops.

mod expressions;
