//! The statements that make one entry.

use crate::{
    function::Function,
    operand, paths,
    plan::{Enter, Entry, Occupied, Source},
};
use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::quote_spanned;
use syn::Path;

/// Where the entry is made, as far as its map is told.
#[derive(Clone, Copy)]
pub(super) struct Place {
    /// What has the span is where it is.
    span: Span,
    /// Whether that would be the place of the caller, unless a constant said otherwise.
    is_constant: bool,
}

impl Place {
    /// The function's name.
    pub(super) fn of(function: &Function) -> Self {
        Self { span: function.name().span(), is_constant: function.tracks_caller().is_some() }
    }

    /// The macro call, in a function that is not seen.
    pub(super) fn of_call() -> Self {
        Self { span: Span::mixed_site(), is_constant: true }
    }

    /// The name and its parentheses have the span.
    ///
    /// ```text
    /// ::scoped_entry::__private::Call.here()
    /// ```
    ///
    /// In a function with `#[track_caller]`, and where that is not known:
    ///
    /// ```text
    /// const { ::scoped_entry::__private::Call.here() }
    /// ```
    fn render(self, runtime: Option<&Path>) -> TokenStream {
        let call = paths::call(runtime);
        let here = quote_spanned!(self.span=> here());
        let here = quote_spanned!(Span::mixed_site()=> #call.#here);
        if self.is_constant { quote_spanned!(Span::mixed_site()=> const { #here }) } else { here }
    }
}

/// The name of a guard that the user gave none, the `index`th of those that one invocation makes.
pub(super) fn hidden(index: usize) -> Ident {
    let name = if index == 0 { String::from("__entry") } else { format!("__entry_{}", index + 1) };
    Ident::new(&name, Span::mixed_site())
}

pub(super) fn statements(entry: &Entry, index: usize, place: Place) -> TokenStream {
    let runtime = entry.runtime.as_ref();
    let hidden = hidden(index);
    match &entry.source {
        Source::Map(enter) => enter_statement(enter, &hidden, entry.guard.as_ref(), &place.render(runtime), runtime),
        Source::Hold { guard, span } => hold_statements(guard, *span, &hidden, entry.guard.as_ref(), runtime),
    }
}

/// ```text
/// let __entry = self.permits.acquire().await?;
/// ::scoped_entry::__private::Kept::of(&__entry).is_a_guard();
/// ```
///
/// A named one gets its name afterwards, so that the check does not count as a use of it.
fn hold_statements(
    guard: &TokenStream,
    span: Span,
    binding: &Ident,
    name: Option<&Ident>,
    runtime: Option<&Path>,
) -> TokenStream {
    let kept = paths::kept(runtime);
    let check = Ident::new("is_a_guard", Span::mixed_site().located_at(span));
    let name = name.map(|name| quote_spanned!(Span::mixed_site()=> let #name = #binding;));
    quote_spanned! {Span::mixed_site()=>
        let #binding = #guard;
        #kept::of(&#binding).#check();
        #name
    }
}

/// ```text
/// let __entry = ::scoped_entry::__private::Call.here().enter(&self.inflight, &id, …).guard();
/// ```
///
/// The guard is made in the expression that enters: a temporary of the arguments that panics when the statement ends
/// finds it there. `enter` and `guard` have the span of the map, which is what an error about them is about.
fn enter_statement(
    enter: &Enter,
    hidden: &Ident,
    guard: Option<&Ident>,
    here: &TokenStream,
    runtime: Option<&Path>,
) -> TokenStream {
    let Enter { map, map_span, key, value, occupied } = enter;
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
        Some(name) => (name, "named"),
        None => (hidden, "guard"),
    };
    let into_guard = Ident::new(into_guard, Span::mixed_site().located_at(*map_span));
    match occupied {
        None => quote_spanned!(Span::mixed_site()=> let #binding = #enter.#into_guard();),
        Some(occupied) => {
            let enter = quote_spanned!(Span::mixed_site()=> #enter.#into_guard());
            occupied_statement(binding, &enter, occupied)
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
