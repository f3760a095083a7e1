//! The rules for an annotated function: for the function itself, for its return type, and for each entry.

use super::{
    entry::{Site, entry},
    returns,
};
use crate::{
    diagnostics::Diagnostics,
    parse::{arguments::Arguments, function::Function},
    plan::Plan,
};
use syn::spanned::Spanned;

pub(crate) fn function(arguments: &[Arguments], function: Function, diagnostics: &mut Diagnostics) -> Option<Plan> {
    if let Some(constness) = &function.signature.constness {
        diagnostics.at(
            constness.span(),
            "a `const fn` cannot hold an entry: it may run at compile time, where there is no map",
        );
    }
    let carriage = returns::carriage(arguments, &function, diagnostics);
    let checks = returns::checks(arguments, &function, diagnostics);
    let receiver = function.receiver();
    let entries: Vec<_> = arguments
        .iter()
        .map(|arguments| {
            let is_carried = carriage.is_some() && returns::is_judged(arguments);
            entry(arguments, Site::Function(&function, receiver), is_carried, diagnostics)
        })
        .collect();
    let entries = entries.into_iter().collect::<Option<_>>()?;
    Some(Plan { function, checks, entries, carriage })
}
