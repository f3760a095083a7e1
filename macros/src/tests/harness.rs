//! Helpers for the tests of whole expansions.

use proc_macro2::TokenStream;
use std::path::Path;

pub(super) fn tokens(text: &str) -> TokenStream {
    text.parse().expect("the text is made of tokens")
}

/// Whether the tests run in the published crate, without the repository around it: cargo adds this file when it packages.
pub(super) fn is_packaged() -> bool {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml.orig").exists()
}
