//! Tests of limbeck.
