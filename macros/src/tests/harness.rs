//! What the tests of whole expansions share.

use proc_macro2::TokenStream;

pub(super) fn tokens(text: &str) -> TokenStream {
    text.parse().expect("the text is made of tokens")
}
