//! Tests of limbeck-python.
