//! The user's body inside the block that is written around it.

use crate::body;
use proc_macro2::{Delimiter, Group, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

/// The user's body, after the statements that make the entries.
///
/// One that declares nothing goes without its braces: rustc would call them unused. One that is a macro call may declare
/// something out of sight, and keeps them. So does an empty one, for an error about it to have a place.
pub(super) fn inner(block: &Group) -> TokenStream {
    if body::keeps_its_braces(block) {
        block.to_token_stream()
    } else if body::is_macro_call(block) {
        let allow = quote_spanned!(Span::mixed_site()=> #[allow(unused_braces)]);
        quote!(#allow #block)
    } else {
        block.stream()
    }
}

/// Braces of this crate, with its edition.
pub(super) fn braced(tokens: TokenStream) -> Group {
    let mut braces = Group::new(Delimiter::Brace, tokens);
    braces.set_span(Span::mixed_site());
    braces
}
