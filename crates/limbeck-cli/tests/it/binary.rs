//! The binary as a whole.
