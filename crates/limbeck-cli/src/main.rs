//! The binary `limbeck`.
fn main() {}
