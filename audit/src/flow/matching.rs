//! Whether two operations are on the same entry.

use super::start::Start;
use crate::ir::{Action, Place, Which};

/// Whether an operation ends what a start began.
pub(crate) fn ends(start: &Start, action: Action, place: &Place, which: &Which) -> bool {
    let opposite = match start.action {
        Action::Insert => Action::Remove,
        _ => Action::Decrement,
    };
    action == opposite && place.is_same(&start.place) && is_which(start, which)
}

fn is_which(start: &Start, which: &Which) -> bool {
    match (which, &start.which) {
        (Which::All, _) | (_, Which::All) => true,
        (Which::Key(one), Which::Key(other)) => same_key(one, other),
    }
}

fn same_key(one: &str, other: &str) -> bool {
    let squeeze = |key: &str| key.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    one == other || squeeze(one) == squeeze(other)
}

/// Whether an operation ends what a start began, in a method of something that was given the map and the key: the names
/// are the same.
pub(crate) fn ends_by_name(start: &Start, action: Action, place: &Place, which: &Which) -> bool {
    let Which::Key(key) = which else { return false };
    let last = key.rsplit(['.', '$', ' ']).next().unwrap_or_default();
    let first: String =
        start.key_text.trim_start_matches('&').chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    start.action == Action::Insert
        && action == Action::Remove
        && place.last_name().is_some()
        && place.last_name() == start.place.last_name()
        && !last.is_empty()
        && last == first
}
