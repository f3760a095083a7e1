//! Runnable programs, whose sources are beside those of the other examples: `cargo run --release --example NAME`.
