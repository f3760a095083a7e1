//! The rules of what the function returns: work that has not run yet carries the entry with it, or is refused.

use super::find_lowered;
use crate::{
    arguments::Arguments,
    body,
    carrier::{self, Carrier},
    faults::Faults,
    function::Function,
    laziness::{self, Lazy},
    lowered::{self, Lowered},
    plan::{Carriage, Check},
};
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::Type;

/// Whether the entry must not end before what the function returns has run. A named guard is the body's affair, and
/// `until = return` says that the early end is meant.
pub(super) fn is_judged(arguments: &Arguments) -> bool {
    !arguments.is_given("guard") && !arguments.is_given("until")
}

/// How the function returns what can carry its entries. What another attribute has made of an `async fn` is not that: its
/// entry would begin at the first poll, and not at the call. A lifetime alone does not say that `#[async_trait]` made it:
/// who implements such a trait without the attribute writes the lifetime, too.
pub(crate) fn carrier(function: &Function) -> Option<Carrier<'_>> {
    let signature = &function.signature;
    if signature.asyncness.is_some()
        || lowered::has_lifetime(signature, "async_recursion")
        || find_lowered(function).is_some()
    {
        return None;
    }
    carrier::carrier(function.returned()?)
}

/// `None` where nothing is to be carried.
pub(super) fn carriage(arguments: &[Arguments], function: &Function, faults: &mut Faults) -> Option<Carriage> {
    let Carrier { is_pinned, .. } = carrier(function)?;
    if !arguments.iter().any(is_judged) {
        return None;
    }
    let returned = function.returned()?;
    let declared = (is_pinned && !laziness::contains_impl(returned)).then(|| laziness::in_a_body(returned));
    let body_returns = body::may_return(function.body.stream());
    // A `return` in an argument leaves from where the entry is made. It can, if the type of what is returned is known.
    let entries_return =
        declared.is_none() && arguments.iter().any(|arguments| body::may_return(expressions(arguments)));
    if let (true, Some(span)) = (body_returns || entries_return, function.tracks_caller()) {
        faults.at(
            span,
            "`#[track_caller]` cannot be kept: this function may return early, by a `return` or in a macro call, and so its \
             body runs in a closure, which has a caller of its own; take the guard with `guard = entry` and attach it with \
             `entry.attach(…)`, or leave `#[track_caller]` out",
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

/// What to ask the compiler about what is returned, beyond what carries the entry.
pub(super) fn checks(
    arguments: &[Arguments],
    function: &Function,
    lowered: Option<&Lowered>,
    faults: &mut Faults,
) -> Vec<Check> {
    if !arguments.iter().any(is_judged) {
        return Vec::new();
    }
    let given_out: Vec<&Type> = match (carrier(function), lowered) {
        (Some(carrier), _) => carrier.outputs,
        (None, Some(lowered)) => lowered.returned.iter().collect(),
        (None, None) => function.returned().into_iter().collect(),
    };
    if let Some((lazy, span)) = given_out.iter().find_map(|given_out| laziness::named(given_out)) {
        faults.at(span, lazy_message(lazy, function));
        return Vec::new();
    }
    let check = |part| Check { returned: laziness::in_a_body(part), span: laziness::name_span(part) };
    given_out.into_iter().flat_map(laziness::unclear).map(check).collect()
}

fn lazy_message(lazy: Lazy, function: &Function) -> String {
    let (what, run) = match lazy {
        Lazy::Future => ("future", "run"),
        Lazy::Stream => ("stream", "been read"),
    };
    if lowered::has_lifetime(&function.signature, "async_recursion") {
        return format!(
            "this function returns a {what}, and the entry would end when the function returns, before the {what} has \
             {run}; put `#[scoped_entry(…)]` above `#[async_recursion]`"
        );
    }
    let advice = "take the guard with `guard = entry` and attach it with `entry.attach(…)`, or write `until = return` if \
                  the early end is meant";
    if carrier(function).is_some() {
        return format!(
            "what this function returns gives out a {what}, and the entry would end before that {what} has {run}; {advice}"
        );
    }
    if function.signature.asyncness.is_some() {
        return format!(
            "this function's output is or has a {what}, and the entry would end when the function completes, before the \
             {what} has {run}; {advice}"
        );
    }
    if function.returned().is_some_and(carrier::is_unpinned) {
        return format!(
            "this function returns a {what} that is not pinned, and cannot carry the entry: make it `Pin<Box<…>>`, whose \
             entry lasts until the {what} ends or is dropped; or {advice}"
        );
    }
    format!(
        "this function returns a {what} inside of another type, where it cannot carry the entry, which would end when the \
         function returns, before the {what} has {run}; {advice}"
    )
}
