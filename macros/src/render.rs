//! Writes a plan as tokens. Nothing here can fail.

use crate::{
    body,
    function::Function,
    lowered, operand, paths,
    plan::{Check, Entry, Occupied, Plan},
    tokens::regroup,
};
use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Path;

/// ```text
/// fn handle(&self, id: Id) -> Reply {        fn handle(&self, id: Id) -> Reply {
///     body                              ─►       {
/// }                                                  let __entry = …;
///                                                    { body }
///                                                }
///                                            }
/// ```
pub(crate) fn render(plan: &Plan) -> TokenStream {
    let Plan { function, lowered, .. } = plan;
    let head = &function.head;
    let body = match lowered {
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

/// Three pairs of braces, each of which matters:
///
/// - the outer ones have the user's own span: with another, `dead_code`, clippy's lints and the coverage map of the
///   whole function vanish;
/// - the middle ones have a span of this crate, and with it edition 2024, whatever the user's edition is: there, the
///   temporaries of a tail expression drop before the block's locals, and so before the entry. In an older edition a
///   lock that is a temporary of the user's tail expression would still be held when the entry wants it;
/// - the inner ones are the user's, with their edition, hygiene and `use`s.
///
/// A body that declares nothing goes without the inner braces: rustc would call them unused. One that is a macro call may
/// declare something out of sight, and keeps them.
fn enclose(block: &Group, inner_attributes: &TokenStream, plan: &Plan) -> Group {
    let check: TokenStream = plan.checks.iter().map(|check| check_statement(check, plan.runtime.as_ref())).collect();
    let here = here(&plan.function, plan.runtime.as_ref());
    let enter = enter_statement(&plan.entry, &here, plan.runtime.as_ref());
    let middle = match body::split_enclosed(block) {
        Some((entries, body)) if body::is_checked(&entries) => quote!(#entries #enter #body),
        Some((entries, body)) => quote!(#entries #check #enter #body),
        None if body::has_statements(block) => quote!(#check #enter #block),
        None if body::is_macro_call(block) => {
            let allow = quote_spanned!(Span::mixed_site()=> #[allow(unused_braces)]);
            quote!(#check #enter #allow #block)
        }
        None => {
            let tail = block.stream();
            quote!(#check #enter #tail)
        }
    };
    let mut middle = Group::new(Delimiter::Brace, middle);
    middle.set_span(Span::mixed_site());
    regroup(block, quote!(#inner_attributes #middle))
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

/// Where the entry is made. The name and its parentheses have the span of the function's name: that is the place.
///
/// ```text
/// ::scoped_entry::__private::Call.here()
/// ```
///
/// In a function with `#[track_caller]` it would be the place of the caller, which a constant does not know:
///
/// ```text
/// const { ::scoped_entry::__private::Call.here() }
/// ```
fn here(function: &Function, runtime: Option<&Path>) -> TokenStream {
    let call = paths::call(runtime);
    let here = quote_spanned!(function.name().span()=> here());
    let here = quote_spanned!(Span::mixed_site()=> #call.#here);
    if function.tracks_caller() { quote_spanned!(Span::mixed_site()=> const { #here }) } else { here }
}

/// ```text
/// let __entry = ::scoped_entry::__private::Call.here().enter(&self.inflight, &id, …).guard();
/// ```
///
/// The guard is made in the expression that enters: a temporary of the arguments that panics when the statement ends
/// finds it there. `enter` and `guard` have the span of the map, which is what an error about them is about.
fn enter_statement(entry: &Entry, here: &TokenStream, runtime: Option<&Path>) -> TokenStream {
    let Entry { map, map_span, key, value, occupied, guard } = entry;
    let value = value.clone().unwrap_or_else(|| {
        let default = paths::default_value(runtime);
        quote_spanned!(Span::mixed_site()=> #default())
    });
    let enter = match occupied {
        None => "enter",
        Some(Occupied { existing: None, .. }) => "try_enter",
        Some(Occupied { existing: Some(_), .. }) => "try_enter_or_existing",
    };
    let enter = Ident::new(enter, Span::mixed_site().located_at(*map_span));
    let enter = quote_spanned!(Span::mixed_site()=> #here.#enter(#map, #key, #value));
    let (binding, into_guard) = match guard {
        Some(name) => (name.clone(), "named"),
        None => (Ident::new("__entry", Span::mixed_site()), "guard"),
    };
    let into_guard = Ident::new(into_guard, Span::mixed_site().located_at(*map_span));
    match occupied {
        None => quote_spanned!(Span::mixed_site()=> let #binding = #enter.#into_guard();),
        Some(occupied) => {
            let enter = quote_spanned!(Span::mixed_site()=> #enter.#into_guard());
            occupied_statement(&binding, &enter, occupied)
        }
    }
}

/// Without a pattern, and with one. In the second form nothing that held the lock lives on while the expression runs,
/// and the `else` is where the compiler sees to it that the expression diverges. All of it is in terms of `Result`, since
/// clippy would propose a `?` for an `Option` and `return None`, where nobody can write one.
///
/// ```text
/// let Ok(__entry) = … else { return Err(Busy) };
/// ```
/// ```text
/// let __attempt = …;
/// let __entry = match __attempt {
///     Ok(__entry) => __entry,
///     Err(__existing) => {
///         let flight = __existing;
///         let Ok(__entry) = Err(()) else { return flight.join().await };
///         __entry
///     }
/// };
/// ```
fn occupied_statement(binding: &Ident, enter: &TokenStream, occupied: &Occupied) -> TokenStream {
    let Occupied { existing, expression, span } = occupied;
    let (ok, err) = (paths::ok(), paths::err());
    let mut diverge = Group::new(Delimiter::Brace, operand::without_braces(expression.clone()));
    diverge.set_span(Span::mixed_site().located_at(*span));
    let Some(pattern) = existing else {
        return quote_spanned! {Span::mixed_site()=>
            let #ok(#binding) = #enter else #diverge;
        };
    };
    quote_spanned! {Span::mixed_site()=>
        let __attempt = #enter;
        let #binding = match __attempt {
            #ok(__entry) => __entry,
            #err(__existing) => {
                let #pattern = __existing;
                let #ok(__entry) = #err(()) else #diverge;
                __entry
            }
        };
    }
}
