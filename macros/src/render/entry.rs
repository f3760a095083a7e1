//! The statements that make an entry, with `occupied` and `hold`.

use super::{call_span::CallSpan, runtime};
use crate::{
    plan::{Enter, Entry, Occupied, Plan, Source},
    tokens::borrow,
};
use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::quote_spanned;
use syn::Path;

/// The name of the invocation's guard number `index`, if the user has not named it.
pub(super) fn hidden(index: usize) -> Ident {
    let name = if index == 0 { String::from("__entry") } else { format!("__entry_{}", index + 1) };
    Ident::new(&name, Span::mixed_site())
}

/// The statements of all entries of a function.
pub(super) fn all(plan: &Plan) -> TokenStream {
    let span = CallSpan::of_function(&plan.function);
    plan.entries.iter().enumerate().map(|(index, entry)| statements(entry, index, span)).collect()
}

pub(super) fn statements(entry: &Entry, index: usize, span: CallSpan) -> TokenStream {
    let crate_path = entry.crate_path.as_ref();
    let hidden = hidden(index);
    match &entry.source {
        Source::Map(enter) => {
            enter_statement(enter, &hidden, entry.guard.as_ref(), &span.render(crate_path), crate_path)
        }
        Source::Unfinished(arguments) => unfinished_statement(arguments, entry.guard.as_ref().unwrap_or(&hidden)),
        Source::Hold { guard, span } => hold_statements(guard, *span, &hidden, entry.guard.as_ref(), crate_path),
    }
}

/// Evaluates the arguments and goes no further than the `todo!()` among them. It has a type that accepts no method, so nothing
/// is called.
///
/// ```text
/// let __entry = { _ = &self.inflight; _ = todo!(); };
/// ```
fn unfinished_statement(arguments: &[TokenStream], binding: &Ident) -> TokenStream {
    let evaluated = evaluated(arguments);
    quote_spanned!(Span::mixed_site()=> #[allow(unreachable_code)] let #binding = { #evaluated };)
}

pub(super) fn evaluated(arguments: &[TokenStream]) -> TokenStream {
    quote_spanned!(Span::mixed_site()=> #(_ = #arguments;)*)
}

/// ```text
/// let __entry = self.permits.acquire().await?;
/// ::scoped_entry::__private::Kept::of(&__entry, 0).kind().is_a_guard();
/// ```
///
/// A named guard gets its name afterwards, so that the check does not count as a use of it.
fn hold_statements(
    guard: &TokenStream,
    span: Span,
    binding: &Ident,
    name: Option<&Ident>,
    crate_path: Option<&Path>,
) -> TokenStream {
    let kept = runtime::kept(crate_path);
    let (of, kind) = (runtime::OF_GUARD.at(Span::mixed_site()), runtime::KIND.at(Span::mixed_site()));
    let check = runtime::IS_A_GUARD.at(span);
    let name = name.map(|name| quote_spanned!(Span::mixed_site()=> let #name = #binding;));
    quote_spanned! {Span::mixed_site()=>
        let #binding = #guard;
        #kept::#of(&#binding, 0).#kind().#check();
        #name
    }
}

/// ```text
/// let __entry = ::scoped_entry::__private::Call.here().enter(&self.inflight, &id, …).guard();
/// ```
///
/// The guard is made in the same expression that enters the map, so that it already exists if a temporary of the arguments
/// panics when it drops at the end of the statement. `enter` and `guard` have the span of the map, since their errors are
/// about the map.
fn enter_statement(
    enter: &Enter,
    hidden: &Ident,
    guard: Option<&Ident>,
    here: &TokenStream,
    crate_path: Option<&Path>,
) -> TokenStream {
    let Enter { map, map_span, key, value, occupied } = enter;
    let value = value.clone().unwrap_or_else(|| {
        let default = runtime::default_value(crate_path);
        quote_spanned!(Span::mixed_site()=> #default())
    });
    let enter = match occupied {
        None => runtime::ENTER,
        Some(Occupied { existing: None, .. }) => runtime::TRY_ENTER,
        Some(Occupied { existing: Some(_), .. }) => runtime::TRY_ENTER_OR_EXISTING,
    };
    let enter = enter.at(*map_span);
    let enter = quote_spanned!(Span::mixed_site()=> #here.#enter(#map, #key, #value));
    let (binding, into_guard) = match guard {
        Some(name) => (name, runtime::NAMED),
        None => (hidden, runtime::GUARD),
    };
    let into_guard = into_guard.at(*map_span);
    match occupied {
        None => quote_spanned!(Span::mixed_site()=> let #binding = #enter.#into_guard();),
        Some(occupied) => {
            let enter = quote_spanned!(Span::mixed_site()=> #enter.#into_guard());
            occupied_statement(binding, &enter, occupied, crate_path)
        }
    }
}

/// The first form is without a pattern, the second with one. In the second form, no temporary lives on while the expression
/// runs, and the `let … else` makes the compiler check that the expression diverges. Both use `Result`: for an `Option` and
/// `return None`, clippy would suggest a `?`, which the user cannot write.
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
fn occupied_statement(
    binding: &Ident,
    enter: &TokenStream,
    occupied: &Occupied,
    crate_path: Option<&Path>,
) -> TokenStream {
    let Occupied { existing, expression, span } = occupied;
    let (ok, err) = (runtime::ok(crate_path), runtime::err(crate_path));
    let mut diverge = Group::new(Delimiter::Brace, borrow::without_braces(expression.clone()));
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
