//! Tests of limbeck-cli.
