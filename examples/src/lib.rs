//! Example programs. Run one with `cargo run --release --example NAME`.
