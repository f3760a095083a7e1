//! The client and the server of `proto/feed.proto`. `cargo run -p frameworks-tonic-generate` writes them anew.

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, unreachable_pub, unused_qualifications)]
pub mod feed;
