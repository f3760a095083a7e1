//! Runnable programs: `cargo run --release --example NAME`.
