//! Every rule that an invocation has to satisfy, and the plan that is left when it does.

mod entry;
mod flight;
mod returned;

pub(crate) use flight::flight;
pub(crate) use returned::carrier;

use crate::{
    arguments::Arguments,
    carrier,
    faults::Faults,
    function::Function,
    lowered::{self, Lowered},
    plan::{Entry, Plan},
    receiver::Receiver,
};
use entry::Site;
use syn::spanned::Spanned;

/// Of the statement form.
pub(crate) fn entry(arguments: &Arguments, faults: &mut Faults) -> Option<Entry> {
    if let Some(until) = arguments.given("until") {
        faults.at(
            until.span(),
            "`until` is for the attribute: an entry that `enter!` makes ends with the block it is made in",
        );
    }
    entry::entry(arguments, Site::Block, false, faults)
}

pub(crate) fn plan(arguments: &[Arguments], function: Function, faults: &mut Faults) -> Option<Plan> {
    if let Some(constness) = &function.signature.constness {
        faults.at(
            constness.span(),
            "a `const fn` cannot hold an entry: it may run in the compiler, where there is no map",
        );
    }
    let lowered = find_lowered(&function);
    let carriage = returned::carriage(arguments, &function, faults);
    let checks = returned::checks(arguments, &function, lowered.as_ref(), faults);
    let receiver = receiver_of(&function, lowered.as_ref());
    let entries: Vec<_> = arguments
        .iter()
        .map(|arguments| {
            let is_carried = carriage.is_some() && returned::is_judged(arguments);
            entry::entry(arguments, Site::Function(&function, receiver), is_carried, faults)
        })
        .collect();
    Some(Plan { function, lowered, checks, entries: entries.into_iter().collect::<Option<_>>()?, carriage })
}

fn receiver_of(function: &Function, lowered: Option<&Lowered>) -> Option<Receiver> {
    let name = if lowered.is_some_and(|lowered| lowered.renames_self) { "__self" } else { "self" };
    function.receiver().map(|context| Receiver { name, context })
}

/// What it returned is as the signature has it: in the body, an `impl` is a `_`.
fn find_lowered(function: &Function) -> Option<Lowered> {
    if !lowered::has_lifetime(&function.signature, "async_trait") {
        return None;
    }
    let mut lowered = lowered::find(&function.body.stream())?;
    let output = function.returned().and_then(carrier::carrier).and_then(|carrier| carrier.outputs.first().copied());
    if let (Some(returned), Some(output)) = (&mut lowered.returned, output) {
        returned.clone_from(output);
    }
    Some(lowered)
}
