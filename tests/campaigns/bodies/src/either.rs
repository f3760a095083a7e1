//! Where an annotated function has something else than its twin.

use proc_macro2::{Group, TokenStream, TokenTree};
use quote::quote;

/// What the annotated function has in place of what its twin has; [`chosen`] makes one of it.
pub(crate) fn either(twin: &TokenStream, annotated: &TokenStream) -> TokenStream {
    quote!(either! { { #twin } { #annotated } })
}

/// One of the two sides of each `either!`.
pub(crate) fn chosen(code: TokenStream, side: usize) -> TokenStream {
    let tokens: Vec<_> = code.into_iter().collect();
    let mut written = TokenStream::new();
    let mut at = 0;
    while at < tokens.len() {
        match &tokens[at] {
            TokenTree::Ident(name) if name == "either" => {
                let Some(TokenTree::Group(sides)) = tokens.get(at + 2) else { unreachable!("`either!` has its sides") };
                let Some(TokenTree::Group(of_side)) = sides.stream().into_iter().nth(side) else {
                    unreachable!("`either!` has two sides")
                };
                written.extend(chosen(of_side.stream(), side));
                at += 3;
                continue;
            }
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), chosen(group.stream(), side));
                inner.set_span(group.span());
                written.extend([TokenTree::Group(inner)]);
            }
            token => written.extend([token.clone()]),
        }
        at += 1;
    }
    written
}
