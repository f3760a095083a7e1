//! Writes a plan as tokens. Nothing here can fail.

mod carried;
mod entry;
mod flight;

pub(crate) use flight::flight;

use crate::{
    body, lowered, paths,
    plan::{Check, Entry, Plan},
    tokens::regroup,
};
use entry::Place;
use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::Path;

/// ```text
/// fn handle(&self, id: Id) -> Reply {        fn handle(&self, id: Id) -> Reply {
///     body                              ─►       {
/// }                                                  let __entry = …;
///                                                    { body }
///                                                }
///                                            }
/// ```
pub(crate) fn function(plan: &Plan) -> TokenStream {
    let Plan { function, lowered, .. } = plan;
    let head = &function.head;
    let body = match lowered {
        None if plan.carriage.is_some() => carried::body(plan),
        // A block inside the body could not have the body's inner attributes.
        None => enclose(&function.body, &function.inner_attributes, plan),
        Some(lowered) => {
            let block = enclose(&lowered.block, &TokenStream::new(), plan);
            let body = lowered::replace(&function.body.stream(), &block);
            let inner_attributes = &function.inner_attributes;
            regroup(&function.body, quote!(#inner_attributes #body))
        }
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
    let statements = entry::statements(entry, 0, Place::of_call());
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
    let (check, enter) = (checks(plan), entries(plan));
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

/// The user's body, after the statements that make the entries.
///
/// One that declares nothing goes without its braces: rustc would call them unused. One that is a macro call may declare
/// something out of sight, and keeps them. So does an empty one, for an error about it to have a place.
fn inner(block: &Group) -> TokenStream {
    if body::keeps_its_braces(block) {
        block.to_token_stream()
    } else if body::is_macro_call(block) {
        let allow = quote_spanned!(Span::mixed_site()=> #[allow(unused_braces)]);
        quote!(#allow #block)
    } else {
        block.stream()
    }
}

fn checks(plan: &Plan) -> TokenStream {
    let runtime = plan.entries.last().and_then(|entry| entry.runtime.as_ref());
    plan.checks.iter().map(|check| check_statement(check, runtime)).collect()
}

fn entries(plan: &Plan) -> TokenStream {
    let place = Place::of(&plan.function);
    plan.entries.iter().enumerate().map(|(index, entry)| entry::statements(entry, index, place)).collect()
}

/// ```text
/// ::scoped_entry::__private::Returned::<Reply>::TYPE.is_not_lazy();
/// ```
fn check_statement(check: &Check, runtime: Option<&Path>) -> TokenStream {
    let Check { returned, span } = check;
    let probe = paths::returned(runtime);
    let method = Ident::new(paths::CHECK, Span::mixed_site().located_at(*span));
    quote_spanned!(Span::mixed_site()=> #probe::<#returned>::TYPE.#method();)
}
