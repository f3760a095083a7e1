//! The user's body inside the expansion.

use crate::{
    body,
    parse::{async_trait, function::Function, kind::Kind},
    tokens::regroup,
};
use proc_macro2::{Delimiter, Group, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

/// Returns the function's body after `enclose` has rewritten it, given a block and its inner attributes.
///
/// If `#[async_trait]` has made the function, only the user's block inside the future is rewritten. The inner attributes
/// then stay at the start of the whole body: a nested block cannot have them.
pub(super) fn enclosed(function: &Function, enclose: impl FnOnce(&Group, &TokenStream) -> Group) -> Group {
    let inner_attributes = &function.inner_attributes;
    match &function.kind {
        Kind::AsyncTrait(made) => {
            let block = enclose(&made.block, &TokenStream::new());
            let body = async_trait::replace(&function.body.stream(), &block);
            regroup(&function.body, quote!(#inner_attributes #body))
        }
        _ => enclose(&function.body, inner_attributes),
    }
}

/// The user's body, to be placed after the statements that make the entries.
///
/// A body that declares nothing loses its braces, since rustc would report them as unused. A macro call keeps them, since
/// it may expand to declarations. An empty body keeps them, so that an error about it has a location.
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

/// A statement in front of the braces that the expansion has instead of the body's content, or none.
///
/// Another attribute may put a block around the function's body. If the body declares something, rustc does not report the body's
/// braces as unused, but it would do so if there were only one expression in them.
pub(super) fn separator(function: &Function, block: &Group) -> Option<TokenStream> {
    let is_needed = function.has_attributes_of_macros() && body::keeps_its_braces(block);
    is_needed.then(|| quote_spanned!(Span::mixed_site()=> ;))
}

/// Puts braces around the tokens that have the span, and so the edition, of this crate.
pub(super) fn braced(tokens: TokenStream) -> Group {
    let mut braces = Group::new(Delimiter::Brace, tokens);
    braces.set_span(Span::mixed_site());
    braces
}
