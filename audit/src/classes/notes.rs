//! The sentences of a report.

use crate::{
    finding::{Class, Note},
    flow::{CrossingKind, ExitKind, Outcome},
    ir::Function,
};

/// Where the entry is removed.
pub(super) fn removed(outcome: &Outcome, counter: bool) -> Vec<Note> {
    let verb = if counter { "counted down" } else { "removed" };
    let mut notes: Vec<Note> = Vec::new();
    for removal in &outcome.removals {
        let text = match (&removal.helper, removal.error, removal.in_task) {
            (Some(helper), ..) => format!("{verb} by `{helper}`"),
            (None, true, _) => format!("{verb} here, upon an error"),
            (None, _, true) => format!("{verb} here, in a task"),
            (None, false, false) => format!("{verb} here"),
        };
        notes.push(Note { at: removal.at, text });
    }
    notes.truncate(4);
    notes
}

/// The ways on which it stays, and why.
pub(super) fn missed(outcome: &Outcome, function: &Function, class: Class) -> Vec<Note> {
    let mut notes: Vec<Note> = Vec::new();
    for at in &outcome.early_tasks {
        notes.push(Note {
            at: *at,
            text: String::from("this task removes it, and may have ended, or be aborted, before"),
        });
    }
    for crossing in &outcome.crossings {
        let text = match crossing.kind {
            CrossingKind::Await => "stays if the future is dropped here",
            CrossingKind::InHelper => "stays if the future is dropped while this call awaits",
            CrossingKind::Lazy => "stays if this future is dropped, or never polled",
            CrossingKind::Brief => continue,
        };
        notes.push(Note { at: crossing.at, text: text.to_owned() });
    }
    let mut exits = outcome.exits.clone();
    exits.sort_by_key(|exit| exit.at);
    for exit in &exits {
        let text = match exit.kind {
            ExitKind::Try => "stays if this returns an error",
            ExitKind::Return | ExitKind::ReturnError => "stays: this returns without removal",
            ExitKind::Continue => "stays: the next round begins without removal",
            ExitKind::End if exit.at == function.at => "stays at the end on some path",
            ExitKind::End => "stays on the other way through this branch",
        };
        notes.push(Note { at: exit.at, text: text.to_owned() });
    }
    if class == Class::Reply {
        notes.push(Note {
            at: function.at,
            text: String::from("stays until an answer comes, even if the caller is gone"),
        });
    }
    if class == Class::Grows {
        notes.push(Note { at: function.at, text: String::from("nothing in this crate removes from this map") });
    }
    for at in &outcome.panics {
        notes.push(Note { at: *at, text: String::from("stays if this panics") });
    }
    notes.truncate(8);
    notes
}
