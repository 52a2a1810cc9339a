//! limbeck-ops
