//! Processes that end.
fn main() {}
