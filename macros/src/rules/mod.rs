//! Every rule that an invocation has to satisfy, and the plan that is left when it does.

mod entry;

use crate::{
    arguments::Arguments,
    faults::Faults,
    function::Function,
    laziness::{self, Lazy},
    lowered::{self, Lowered},
    plan::{Check, Entry, Plan},
    receiver::Receiver,
};
use entry::Site;
use syn::{Type, spanned::Spanned};

/// Of the statement form.
pub(crate) fn entry(arguments: &Arguments, faults: &mut Faults) -> Option<Entry> {
    if let Some(until) = arguments.given("until") {
        faults.at(
            until.span(),
            "`until` is for the attribute: an entry that `enter!` makes ends with the block it is made in",
        );
    }
    entry::entry(arguments, Site::Block, faults)
}

pub(crate) fn plan(arguments: &Arguments, function: Function, faults: &mut Faults) -> Option<Plan> {
    if let Some(constness) = &function.signature.constness {
        faults.at(
            constness.span(),
            "a `const fn` cannot hold an entry: it may run in the compiler, where there is no map",
        );
    }
    let lowered = find_lowered(&function);
    let checks = check_returned(arguments, &function, lowered.as_ref(), faults);
    let receiver = function.receiver().map(|context| Receiver {
        name: if lowered.as_ref().is_some_and(|lowered| lowered.renames_self) { "__self" } else { "self" },
        context,
    });
    let entry = entry::entry(arguments, Site::Function(&function, receiver), faults)?;
    Some(Plan { function, lowered, checks, entry })
}

fn find_lowered(function: &Function) -> Option<Lowered> {
    if lowered::has_lifetime(&function.signature, "async_trait") {
        lowered::find(&function.body.stream())
    } else {
        None
    }
}

/// That the function does not return what would run without the entry. A named guard is meant for that very thing, and
/// `until = return` says that the entry is not.
fn check_returned(
    arguments: &Arguments,
    function: &Function,
    lowered: Option<&Lowered>,
    faults: &mut Faults,
) -> Vec<Check> {
    let returned: Option<&Type> = match lowered {
        Some(lowered) => lowered.returned.as_ref(),
        None => function.returned(),
    };
    let Some(returned) = returned.filter(|_| !arguments.is_given("guard") && !arguments.is_given("until")) else {
        return Vec::new();
    };
    if let Some((lazy, span)) = laziness::named(returned) {
        faults.at(span, lazy_message(lazy, function));
        return Vec::new();
    }
    let check = |part| Check { returned: laziness::in_a_body(part), span: laziness::name_span(part) };
    laziness::unclear(returned).into_iter().map(check).collect()
}

fn lazy_message(lazy: Lazy, function: &Function) -> String {
    let is_async = function.signature.asyncness.is_some();
    let (what, run) = match lazy {
        Lazy::Future => ("future", "run"),
        Lazy::Stream => ("stream", "been read"),
    };
    let advice = if lowered::has_lifetime(&function.signature, "async_recursion") {
        "put `#[scoped_entry(…)]` above `#[async_recursion]`"
    } else if lazy == Lazy::Future && !is_async {
        "make it an `async fn`, whose entry lasts until the future completes, or take the guard with `guard = entry` and \
         move it into the future"
    } else {
        "take the guard with `guard = entry` and move it into what is returned"
    };
    format!(
        "this function returns a {what}, and the entry would end when the function returns, before the {what} has \
         {run}; {advice}"
    )
}
