//! An annotated function whose entries end when it returns, and the statement form.

use super::{block::inner, call_span::CallSpan, check::checks, entry, lazy};
use crate::{
    body,
    parse::{async_trait, kind::Kind},
    plan::{Entry, Plan},
    tokens::regroup,
};
use proc_macro2::{Delimiter, Group, Span, TokenStream};
use quote::{quote, quote_spanned};

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
    let body = match &function.kind {
        Kind::AsyncTrait(made) => {
            let block = enclose(&made.block, &TokenStream::new(), plan);
            let body = async_trait::replace(&function.body.stream(), &block);
            let inner_attributes = &function.inner_attributes;
            regroup(&function.body, quote!(#inner_attributes #body))
        }
        _ => match &plan.carriage {
            Some(carriage) => lazy::body(plan, carriage),
            // A block inside the body could not have the body's inner attributes.
            None => enclose(&function.body, &function.inner_attributes, plan),
        },
    };
    quote!(#head #body)
}

/// ```text
/// enter!(map = self.inflight, key = id);   ─►   {} let __entry = …;
/// ```
///
/// The empty block is for where an expression is expected, which none of the rest could begin: the compiler then says
/// that it ignores the rest, and that `enter!` is likely invalid in expression position.
pub(crate) fn statement(entry: &Entry) -> TokenStream {
    let statements = entry::statements(entry, 0, CallSpan::of_macro());
    quote_spanned!(Span::mixed_site()=> {} #statements)
}

/// Three pairs of braces, each of which matters:
///
/// - the outer ones have the user's own span: with another, `dead_code`, clippy's lints and the coverage map of the
///   whole function vanish;
/// - the middle ones have a span of this crate, and with it edition 2024, whatever the user's edition is: there, the
///   temporaries of a tail expression drop before the block's locals, and so before the entry. In an older edition a
///   lock that is a temporary of the user's tail expression would still be held when the entry wants it;
/// - the inner ones are the user's, with their edition, hygiene and `use`s.
fn enclose(block: &Group, inner_attributes: &TokenStream, plan: &Plan) -> Group {
    let (check, enter) = (checks(plan), entry::all(plan));
    let middle = match body::split_enclosed(block) {
        Some((entries, body)) if body::is_checked(&entries) => quote!(#entries #enter #body),
        Some((entries, body)) => quote!(#entries #check #enter #body),
        None => {
            let body = inner(block);
            quote!(#check #enter #body)
        }
    };
    let mut middle = Group::new(Delimiter::Brace, middle);
    middle.set_span(Span::mixed_site());
    regroup(block, quote!(#inner_attributes #middle))
}
