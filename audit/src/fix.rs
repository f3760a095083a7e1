//! What to write instead.

use crate::{
    finding::{Class, Proposal},
    flow::Start,
    ir::{Function, Place, Root},
};

/// What to write instead of an insertion and its removals.
pub(crate) fn propose(class: Class, start: &Start, function: &Function) -> Proposal {
    let only_text = |text: &str| Proposal { text: text.to_owned(), code: None };
    match class {
        Class::Grows => only_text("if entries belong to calls, remove them in a `Drop`: `#[scoped_entry]` does"),
        Class::Reply => only_text(
            "let the entry end with the call that waits, whatever ends that call: with a `PendingMap`, its guard is the \
             future of the reply (docs.rs/scoped-entry, guide page \"replies\")",
        ),
        Class::Count | Class::Try if start.key_text.is_empty() || is_amount(start) => count(start, function),
        _ => entry(start, function),
    }
}

fn is_amount(start: &Start) -> bool {
    start.action == crate::ir::Action::Increment
}

/// For a counter: a guard that counts down in its `Drop`, held for the call.
fn count(start: &Start, function: &Function) -> Proposal {
    let Some(place) = expression(&start.place, function) else {
        return Proposal {
            text: String::from("count down in the `Drop` of a guard, and hold the guard: `#[scoped_entry(hold = …)]`"),
            code: None,
        };
    };
    Proposal {
        text: String::from(
            "remove the lines that count, and hold a guard of yours whose `Drop` counts down: on the function, or with \
             `enter!` at this line",
        ),
        code: Some(format!("#[scoped_entry(hold = Counted::new(&{place}))]")),
    }
}

/// For a map: the attribute if the key is known when the function is entered, and `enter!` otherwise.
fn entry(start: &Start, function: &Function) -> Proposal {
    let key = start.key_text.trim_start_matches('&').trim();
    let key =
        [".clone()", ".to_owned()", ".to_string()"].iter().find_map(|suffix| key.strip_suffix(suffix)).unwrap_or(key);
    let (Some(map), false) = (expression(&start.place, function).or_else(|| written(start)), key.is_empty()) else {
        return Proposal {
            text: String::from(
                "let a guard remove the entry: `#[scoped_entry(map = …, key = …)]`, or `enter!` in a block",
            ),
            code: None,
        };
    };
    let at_entry = start.helper.is_none() && start.conditions.is_empty() && is_parameter(key, function);
    let asynchronous = start.place_text.contains(".await");
    let mut text = String::from(if at_entry {
        "remove the insertion and the removals, make the map an `InflightMap`, and write above the function:"
    } else {
        "remove the insertion and the removals, make the map an `InflightMap`, and write in place of the insertion:"
    });
    if asynchronous {
        text += " (a guard cannot take an async lock; this map needs none)";
    }
    let code = if at_entry {
        format!("#[scoped_entry(map = {map}, key = {key})]")
    } else {
        format!("enter!(map = {map}, key = {key});")
    };
    Proposal { text, code: Some(code) }
}

/// Whether a key is a parameter, or a field of one or of `self`.
fn is_parameter(key: &str, function: &Function) -> bool {
    let is_path = key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.'));
    let first = key.split('.').next().unwrap_or_default();
    is_path && (first == "self" || function.parameters.iter().any(|parameter| parameter.name == first))
}

/// A place as it is written, without its lock; not a variable, which may be a guard.
fn written(start: &Start) -> Option<String> {
    let text = start.place_text.as_str();
    let end = [".lock(", ".write(", ".borrow_mut(", ".pin("].iter().filter_map(|lock| text.find(lock)).min();
    let text = &text[..end.unwrap_or(text.len())];
    let is_path = text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.'));
    (start.helper.is_none() && is_path && (end.is_some() || text.contains('.'))).then(|| text.to_owned())
}

/// A place as an expression of its function, without locks and clones.
fn expression(place: &Place, function: &Function) -> Option<String> {
    let mut parts = vec![match &place.root {
        Root::This => String::from("self"),
        Root::Global(name) => name.clone(),
        Root::Local(var) => {
            let name = function.parameters.get(*var as usize).map(|parameter| parameter.name.clone())?;
            (!name.is_empty()).then_some(name)?
        }
    }];
    if place.path.iter().any(|part| part.contains('$') || part.starts_with('[')) {
        return None;
    }
    parts.extend(place.path.iter().cloned());
    Some(parts.join("."))
}
