//! Which outcomes are reported, and as what.

mod elsewhere;
mod notes;
mod shared;

use crate::{
    finding::{Class, Finding, Note},
    fix,
    flow::{Crossing, CrossingKind, Exit, ExitKind, Outcome, Start, Summaries, simulate, starts},
    ir::{Action, Function},
    source::Crate,
};
use elsewhere::Elsewhere;

/// All findings of a crate, of every class.
#[must_use]
pub fn findings(krate: &Crate) -> Vec<Finding> {
    let summaries = Summaries::new(krate);
    let elsewhere = Elsewhere::of(krate, &summaries);
    let mut findings: Vec<Finding> = Vec::new();
    for (index, function) in krate.functions.iter().enumerate() {
        if function.is_drop {
            continue;
        }
        for start in starts(function, &summaries) {
            if !shared::is_shared(&start, function, krate) {
                continue;
            }
            let outcome = simulate(krate, index, &summaries, &start);
            let case = Case { index, function, start: &start, outcome: &outcome, elsewhere: &elsewhere };
            if let Some(class) = case.class() {
                findings.push(case.finding(krate, class));
            }
        }
    }
    findings.sort_by(|a, b| (&a.path, a.inserted.at, a.class).cmp(&(&b.path, b.inserted.at, b.class)));
    findings.dedup_by(|a, b| a.path == b.path && a.inserted.at == b.inserted.at && a.place == b.place);
    findings
}

struct Case<'a> {
    index: usize,
    function: &'a Function,
    start: &'a Start,
    outcome: &'a Outcome,
    elsewhere: &'a Elsewhere,
}

impl Case<'_> {
    fn class(&self) -> Option<Class> {
        let Outcome { removals, crossings, exits, deferred, .. } = self.outcome;
        if self.start.helper.as_ref().is_some_and(|helper| helper == "entry") {
            return None;
        }
        if *deferred || self.elsewhere.is_guarded(self.index, self.start, self.outcome) {
            return None;
        }
        let counter = self.start.action == Action::Increment;
        if removals.is_empty() {
            return self.without_removal(counter);
        }
        if removals.iter().all(|removal| removal.vague) {
            return None;
        }
        if removals.iter().all(|removal| removal.error) {
            if self.waits_for_answer() {
                return Some(Class::Await);
            }
            // Inserted to stay, and taken back upon an error.
            let forgotten =
                exits.iter().any(|exit| exit.kind != ExitKind::End && (exit.error || exit.kind == ExitKind::Try));
            return (!counter && forgotten).then_some(Class::Rollback);
        }
        // On some way it stays on purpose, and another function removes it: it is no scope.
        let ends = |exit: &&Exit| matches!(exit.kind, ExitKind::End | ExitKind::Return) && !exit.error;
        let elsewhere = self.elsewhere.removes(self.index, self.start);
        if elsewhere && exits.iter().filter(ends).any(|exit| !exit.beside_removal) {
            return None;
        }
        let class = self.scope(&crossings.iter().map(|crossing| crossing.kind).collect::<Vec<_>>());
        let class = class?;
        // A map that collects: who comes last empties it.
        let collects = self.start.accumulates || self.start.helper.as_ref().is_some_and(|helper| helper == "entry");
        if (elsewhere || collects) && class == Class::Branch {
            return None;
        }
        Some(match class {
            Class::Await | Class::Lazy | Class::Branch if counter => Class::Count,
            Class::Try if counter => Class::Try,
            class => class,
        })
    }

    /// A sender was inserted, the answer is awaited, and a timeout removes: all of it belongs to one call.
    fn waits_for_answer(&self) -> bool {
        let long = |crossing: &Crossing| crossing.kind == CrossingKind::Await;
        self.outcome.makes_channel
            && self.elsewhere.is_of_senders(self.start)
            && self.outcome.error_crossings.iter().any(long)
    }

    /// The class of an entry that its function removes.
    fn scope(&self, crossings: &[CrossingKind]) -> Option<Class> {
        let exits = &self.outcome.exits;
        if crossings.contains(&CrossingKind::Lazy) {
            return Some(Class::Lazy);
        }
        if crossings.iter().any(|kind| matches!(kind, CrossingKind::Await | CrossingKind::InHelper)) {
            return Some(Class::Await);
        }
        let branch = exits.iter().any(|exit| {
            exit.beside_removal && (exit.kind != ExitKind::Try) || (exit.kind == ExitKind::End && !exit.error)
        });
        if branch {
            return Some(Class::Branch);
        }
        (!exits.is_empty()).then_some(Class::Try)
    }

    fn without_removal(&self, counter: bool) -> Option<Class> {
        if counter {
            return None;
        }
        // A guard that was taken before the task was spawned keeps the task from its removal, and a channel may.
        if !self.outcome.early_tasks.is_empty() && !self.outcome.makes_channel && !self.start.is_through_guard() {
            return Some(Class::Lazy);
        }
        let senders = self.elsewhere.is_of_senders(self.start);
        let removed = self.elsewhere.removes_at_all(self.start);
        if senders && self.outcome.awaits_after && removed {
            return Some(Class::Reply);
        }
        (!removed && !self.start.accumulates && self.elsewhere.is_known(self.start)).then_some(Class::Grows)
    }

    fn finding(&self, krate: &Crate, class: Class) -> Finding {
        let file = &krate.files[self.function.file];
        let name = match &self.function.of_type {
            Some(of_type) => format!("{of_type}::{}", self.function.name),
            None => self.function.name.clone(),
        };
        let counter = self.start.action == Action::Increment;
        let inserted = match (&self.start.helper, counter) {
            (Some(helper), _) => format!("`{helper}` inserts into `{}`", self.start.place_text),
            (None, true) => String::from("counted up here"),
            (None, false) => String::from("inserted here"),
        };
        Finding {
            class,
            path: file.path.clone(),
            krate: krate.name.clone(),
            function: name,
            place: self.start.place_text.clone(),
            inserted: Note { at: self.start.at, text: inserted },
            removed: notes::removed(self.outcome, counter),
            missed: notes::missed(self.outcome, self.function, class),
            proposal: fix::propose(class, self.start, self.function),
            source: file.source.clone(),
        }
    }
}
