//! Every rule that an invocation has to satisfy, and the plan that is left when it does.

use crate::{
    arguments::Arguments,
    faults::Faults,
    fragments::reassemble_deeply,
    function::Function,
    laziness::{self, Lazy},
    lowered::{self, Lowered},
    operand,
    plan::{Check, Entry, Occupied, Plan},
    receiver::{self, Receiver},
};
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Type, spanned::Spanned};

pub(crate) fn plan(arguments: Arguments, function: Function, faults: &mut Faults) -> Option<Plan> {
    if let Some(constness) = &function.signature.constness {
        faults.at(
            constness.span(),
            "a `const fn` cannot hold an entry: it may run in the compiler, where there is no map",
        );
    }
    let lowered = find_lowered(&function);
    let checks = check_returned(&arguments, &function, lowered.as_ref(), faults);
    let receiver = function.receiver().map(|context| Receiver {
        name: if lowered.as_ref().is_some_and(|lowered| lowered.renames_self) { "__self" } else { "self" },
        context,
    });
    let entry = entry(&arguments, &function, receiver, faults)?;
    Some(Plan { function, lowered, checks, entry, runtime: arguments.runtime })
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

fn entry(arguments: &Arguments, function: &Function, receiver: Option<Receiver>, faults: &mut Faults) -> Option<Entry> {
    for name in ["map", "key"] {
        if arguments.is_missing(name) {
            faults.absent(format_args!("`{name}` is missing, as in `#[scoped_entry(map = self.inflight, key = id)]`"));
        }
    }
    let mut adopt = |tokens: TokenStream| {
        let tokens = reassemble_deeply(tokens);
        if let Some(receiver) = receiver {
            return receiver.adopt(tokens);
        }
        if let Some(span) = receiver::find(tokens.clone()) {
            faults.at(span, format_args!("`self` does not exist here: `{}` has no receiver", function.name()));
        }
        tokens
    };
    let runtime = arguments.runtime.as_ref();
    let map = arguments.map.as_ref().map(|map| adopt(operand::borrowed(map)));
    let key = arguments.key.as_ref().map(|key| adopt(operand::key(key, runtime)));
    let value = arguments.value.as_ref().map(|value| adopt(operand::value(value.to_token_stream())));
    let occupied = arguments.occupied.as_ref().map(|occupied| Occupied {
        span: occupied.expression.span(),
        existing: occupied.existing.as_ref().map(|pattern| adopt(pattern.to_token_stream())),
        expression: adopt(occupied.expression.to_token_stream()),
    });
    let map_span = arguments.map.as_ref()?.span();
    Some(Entry { map: map?, map_span, key: key?, value, occupied, guard: arguments.guard.clone() })
}
