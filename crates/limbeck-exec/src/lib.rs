//! limbeck-exec
