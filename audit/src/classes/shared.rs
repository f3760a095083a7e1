//! Whether other calls see what is inserted.

use crate::{
    flow::Start,
    ir::{Action, Function, Receiver, Root, Sharing},
    source::{Crate, TypeSays, says},
};

/// Whether the map of an insertion is shared among calls, as far as names and types show.
pub(super) fn is_shared(start: &Start, function: &Function, krate: &Crate) -> bool {
    let name = start.place.last_name().unwrap_or_default();
    // A map of this function alone, also if its tasks see it.
    if matches!(start.place.root, Root::Local(var) if start.place.path.is_empty() && function.fresh.contains(&var)) {
        return false;
    }
    if start.action == Action::Increment {
        // `self.0` may be a number of any kind.
        return start.place.sharing == Sharing::Shared && !name.chars().all(|c| c.is_ascii_digit());
    }
    let field = krate.types.say(name);
    if field == TypeSays::NotOfCalls || is_of_no_call(&start.place.path, name) {
        return false;
    }
    let parameter = match start.place.root {
        Root::Local(var) => function.parameters.get(var as usize).map(|parameter| says(&parameter.ty)),
        _ => None,
    };
    if parameter == Some(TypeSays::NotOfCalls) && start.place.path.is_empty() {
        return false;
    }
    if start.place.sharing == Sharing::Shared {
        return true;
    }
    let concurrent = |says: TypeSays| matches!(says, TypeSays::Concurrent | TypeSays::Locked);
    match (&start.place.root, start.place.path.is_empty()) {
        (Root::Local(_), true) => parameter.is_some_and(concurrent),
        (Root::Local(_) | Root::Global(_), _) => {
            concurrent(field) || (start.helper.is_none() && inserts_shared(krate, name))
        }
        (Root::This, false) => {
            concurrent(field)
                || (field == TypeSays::Nothing && function.receiver == Receiver::Shared && start.helper.is_none())
        }
        (Root::This, true) => false,
    }
}

/// Whether a field's type is one of the crate's whose `insert` takes `&self`: it has a lock inside.
fn inserts_shared(krate: &Crate, field: &str) -> bool {
    let is_of = |function: &Function| {
        let of_type = function.of_type.as_deref().unwrap_or_default();
        krate
            .types
            .of(field)
            .iter()
            .any(|ty| ty.split(|c: char| !c.is_alphanumeric() && c != '_').any(|part| part == of_type))
    };
    let mut functions = krate.functions.iter();
    functions.any(|function| function.name == "insert" && function.receiver == Receiver::Shared && is_of(function))
}

/// Names of caches and of what a message carries.
fn is_of_no_call(path: &[String], name: &str) -> bool {
    const NAMES: [&str; 14] = [
        "cache",
        "header",
        "extensions",
        "metadata",
        "lru",
        "interner",
        "memo",
        "visited",
        "history",
        "cooldown",
        "backoff",
        "fragment",
        "reassembl",
        "stats_by",
    ];
    let any = |text: &str| NAMES.iter().any(|word| text.to_lowercase().contains(word));
    any(name) || path.iter().any(|part| part.contains("headers") || part.contains("extensions"))
}
