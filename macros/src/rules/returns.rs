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
        lazy_return::{self, Container},
        lazy_traits::{self, Lazy},
        probe::{self, Unclear},
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
    let container = lazy.container;
    if !arguments.iter().any(is_judged) {
        return None;
    }
    let returned = function.returned()?;
    let is_boxed = container != Container::Bare;
    let declared = (is_boxed && !probe::contains_impl(returned)).then(|| probe::in_a_body(returned));
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
    Some(Carriage { container, declared, body_returns, entries_return })
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
    // The output of an `async fn` and what a lazy result yields are inside a future, a stream or an iterator already.
    let is_inside = !matches!(function.kind, Kind::Sync | Kind::AsyncRecursion);
    let check = |part: Unclear<'_>| Check {
        returned: probe::in_a_body(part.returned),
        span: probe::name_span(part.returned),
        is_inside: is_inside || part.is_inside,
    };
    let generics = &function.signature.generics;
    outputs.into_iter().flat_map(|output| probe::unclear(output, generics)).map(check).collect()
}

fn lazy_message(lazy: Lazy, function: &Function) -> String {
    let (what, run) = match lazy {
        Lazy::Future => ("a future", "run"),
        Lazy::Stream => ("a stream", "been read"),
        Lazy::Iterator => ("an iterator", "been read"),
    };
    let the = what.split_once(' ').map_or(what, |(_, what)| what);
    let advice = "take the guard with `guard = entry` and attach it with `entry.attach(…)`, or write `until = return` if \
                  the early end is intended";
    match &function.kind {
        Kind::AsyncRecursion => format!(
            "this function returns {what}, and the entry would end when the function returns, before the {the} has \
             {run}; put `#[scoped_entry(…)]` above `#[async_recursion]`"
        ),
        Kind::Lazy(_) => format!(
            "the lazy value that this function returns yields {what}, and the entry would end before that {the} has {run}; {advice}"
        ),
        Kind::Async => format!(
            "this function's output is or contains {what}, and the entry would end when the function completes, before the \
             {the} has {run}; {advice}"
        ),
        Kind::Sync | Kind::AsyncTrait(_) if function.returned().is_some_and(lazy_return::is_unpinned) => format!(
            "this function returns {what} that is not pinned and so cannot carry the entry: make it `Pin<Box<…>>`, whose \
             entry lasts until the {the} ends or is dropped; or {advice}"
        ),
        Kind::Sync if lazy == Lazy::Iterator => format!(
            "this function returns an iterator in a form that cannot carry the entry: the entry would end when the function \
             returns, before the iterator has been read; `impl Iterator<…>` and `Box<dyn Iterator<…>>` carry it, also with \
             `DoubleEndedIterator`, `ExactSizeIterator`, `FusedIterator`, `Send`, `Sync`, `Unpin` and lifetimes; or {advice}"
        ),
        Kind::Sync | Kind::AsyncTrait(_) => format!(
            "this function returns {what} inside another type, where it cannot carry the entry: the entry would end \
             when the function returns, before the {the} has {run}; {advice}"
        ),
    }
}
