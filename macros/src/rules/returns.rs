//! The rules for the return type: work that has not run yet carries the entry, or is rejected.

use crate::{
    body,
    diagnostics::Diagnostics,
    parse::{
        arguments::{Arguments, Name},
        function::Function,
        kind::Kind,
    },
    plan::{Carriage, Check},
    return_type::{
        lazy_return,
        lazy_traits::{self, Lazy},
        probe,
    },
};
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::Type;

/// Whether the entry must not end before the returned work has run. The body is responsible for a named guard, and
/// `until = return` declares that the early end is intended.
pub(super) fn is_judged(arguments: &Arguments) -> bool {
    !arguments.is_given(Name::Guard) && !arguments.is_given(Name::Until)
}

/// Returns `None` if the result carries no entry.
pub(super) fn carriage(
    arguments: &[Arguments],
    function: &Function,
    diagnostics: &mut Diagnostics,
) -> Option<Carriage> {
    let Kind::Lazy(lazy) = &function.kind else { return None };
    let is_pinned = lazy.is_pinned;
    if !arguments.iter().any(is_judged) {
        return None;
    }
    let returned = function.returned()?;
    let declared = (is_pinned && !probe::contains_impl(returned)).then(|| probe::in_a_body(returned));
    let body_returns = body::may_return(function.body.stream());
    // A `return` in an argument runs before the closure. This compiles if the return type is known.
    let entries_return =
        declared.is_none() && arguments.iter().any(|arguments| body::may_return(expressions(arguments)));
    if let (true, Some(span)) = (body_returns || entries_return, function.tracks_caller()) {
        diagnostics.at(
            span,
            "`#[track_caller]` is not supported here: this function may return early, by a `return` or in a macro call, \
             and so its body runs in a closure, which has its own caller; take the guard with `guard = entry` and attach \
             it with `entry.attach(…)`, or remove `#[track_caller]`",
        );
    }
    Some(Carriage { is_pinned, declared, body_returns, entries_return })
}

fn expressions(arguments: &Arguments) -> TokenStream {
    let Arguments { map, key, value, hold, occupied, .. } = arguments;
    let mut expressions = TokenStream::new();
    for expression in [map, key, value, hold].into_iter().flatten() {
        expression.to_tokens(&mut expressions);
    }
    if let Some(occupied) = occupied {
        occupied.expression.to_tokens(&mut expressions);
    }
    expressions
}

/// The types inside the result that the compiler checks, apart from the lazy type that carries the entry.
pub(super) fn checks(arguments: &[Arguments], function: &Function, diagnostics: &mut Diagnostics) -> Vec<Check> {
    if !arguments.iter().any(is_judged) {
        return Vec::new();
    }
    let outputs: Vec<&Type> = match &function.kind {
        Kind::Lazy(lazy) => lazy.outputs.iter().collect(),
        Kind::AsyncTrait(made) => made.returned.iter().collect(),
        Kind::Sync | Kind::Async | Kind::AsyncRecursion => function.returned().into_iter().collect(),
    };
    if let Some((lazy, span)) = outputs.iter().find_map(|output| lazy_traits::named(output)) {
        diagnostics.at(span, lazy_message(lazy, function));
        return Vec::new();
    }
    let check = |part| Check { returned: probe::in_a_body(part), span: probe::name_span(part) };
    outputs.into_iter().flat_map(probe::unclear).map(check).collect()
}

fn lazy_message(lazy: Lazy, function: &Function) -> String {
    let (what, run) = match lazy {
        Lazy::Future => ("future", "run"),
        Lazy::Stream => ("stream", "been read"),
    };
    let advice = "take the guard with `guard = entry` and attach it with `entry.attach(…)`, or write `until = return` if \
                  the early end is intended";
    match &function.kind {
        Kind::AsyncRecursion => format!(
            "this function returns a {what}, and the entry would end when the function returns, before the {what} has \
             {run}; put `#[scoped_entry(…)]` above `#[async_recursion]`"
        ),
        Kind::Lazy(_) => format!(
            "the lazy value that this function returns yields a {what}, and the entry would end before that {what} has {run}; {advice}"
        ),
        Kind::Async => format!(
            "this function's output is or contains a {what}, and the entry would end when the function completes, before the \
             {what} has {run}; {advice}"
        ),
        Kind::Sync | Kind::AsyncTrait(_) if function.returned().is_some_and(lazy_return::is_unpinned) => format!(
            "this function returns a {what} that is not pinned and so cannot carry the entry: make it `Pin<Box<…>>`, whose \
             entry lasts until the {what} ends or is dropped; or {advice}"
        ),
        Kind::Sync | Kind::AsyncTrait(_) => format!(
            "this function returns a {what} inside another type, where it cannot carry the entry: the entry would end \
             when the function returns, before the {what} has {run}; {advice}"
        ),
    }
}
