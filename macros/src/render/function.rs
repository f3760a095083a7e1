//! An annotated function whose entries end when it returns, and the statement form.

use super::{
    block::{enclosed, inner, separator},
    call_span::CallSpan,
    check::checks,
    entry, lazy,
};
use crate::{
    body::{self, Enclosed},
    plan::{Entry, Plan},
    tokens::regroup,
};
use proc_macro2::{Delimiter, Group, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

/// ```text
/// fn handle(&self, id: Id) -> Reply {        fn handle(&self, id: Id) -> Reply {
///     body                              ─►       {
/// }                                                  let __entry = …;
///                                                    { body }
///                                                }
///                                            }
/// ```
pub(crate) fn function(plan: &Plan) -> TokenStream {
    let function = &plan.function;
    let head = &function.head;
    let body = match &plan.carriage {
        Some(carriage) => lazy::body(plan, carriage),
        None => enclosed(function, |block, inner_attributes| enclose(block, inner_attributes, plan)),
    };
    quote!(#head #body)
}

/// ```text
/// enter!(map = self.inflight, key = id);   ─►   {} let __entry = …;
/// ```
///
/// Where an expression is expected, only the empty block can be parsed as one: the compiler then reports that it ignores
/// the rest, and that `enter!` is likely invalid in expression position.
pub(crate) fn statement(entry: &Entry) -> TokenStream {
    let statements = entry::statements(entry, 0, CallSpan::of_macro());
    quote_spanned!(Span::mixed_site()=> {} #statements)
}

/// Encloses the body in three pairs of braces, each with a purpose:
///
/// - The outer braces have the span of the user's braces. With another span, `dead_code`, clippy's lints and the coverage
///   map of the whole function are lost.
/// - The middle braces have a span of this crate, and therefore edition 2024 in crates of every edition: the temporaries of
///   a tail expression drop before the block's locals, and so before the entry. In an older edition, a lock guard that is a
///   temporary of the user's tail expression would still be alive when the entry locks the map.
/// - The inner braces are the user's, with their edition, hygiene and `use` declarations.
fn enclose(block: &Group, inner_attributes: &TokenStream, plan: &Plan) -> Group {
    let (check, enter) = (checks(plan), entry::all(plan));
    let (separator, middle) = match body::split_enclosed(block) {
        Some(Enclosed { separator, entries, body }) if body::is_checked(&entries) => {
            (separator.into_token_stream(), quote!(#entries #enter #body))
        }
        Some(Enclosed { separator, entries, body }) => {
            (separator.into_token_stream(), quote!(#entries #check #enter #body))
        }
        None => {
            let body = inner(block);
            (separator(&plan.function, block).into_token_stream(), quote!(#check #enter #body))
        }
    };
    let mut middle = Group::new(Delimiter::Brace, middle);
    middle.set_span(Span::mixed_site());
    regroup(block, quote!(#inner_attributes #separator #middle))
}
