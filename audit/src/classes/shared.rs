//! Whether other calls see what is inserted.

use crate::{
    flow::Start,
    ir::{Action, Function, Receiver, Root, Sharing},
    source::{Crate, TypeSays, says},
};

/// Whether the map of an insertion is shared among calls, as far as names and types show.
pub(super) fn is_shared(start: &Start, function: &Function, krate: &Crate) -> bool {
    let name = start.place.last_name().unwrap_or_default();
    if start.action == Action::Increment {
        return start.place.sharing == Sharing::Shared && !matches!(&start.place.root, Root::Local(_) if start.place.path.is_empty() && is_plain_local(start, function));
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
        (Root::Local(_) | Root::Global(_), _) => concurrent(field),
        (Root::This, false) => {
            concurrent(field) || (field == TypeSays::Nothing && function.receiver == Receiver::Shared && start.helper.is_none())
        }
        (Root::This, true) => false,
    }
}

fn is_plain_local(_start: &Start, _function: &Function) -> bool {
    false
}

/// Names of caches and of what a message carries.
fn is_of_no_call(path: &[String], name: &str) -> bool {
    const NAMES: [&str; 9] = ["cache", "header", "extensions", "metadata", "lru", "interner", "memo", "visited", "history"];
    let any = |text: &str| NAMES.iter().any(|word| text.to_lowercase().contains(word));
    any(name) || path.iter().any(|part| part.contains("headers") || part.contains("extensions"))
}
