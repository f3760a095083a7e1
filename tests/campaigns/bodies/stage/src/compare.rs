//! What has to be the same of a function and its twin, and where the entry has to be.

use crate::{
    case::{Case, Extent, Run},
    log::{Class, Event, Phase},
    play::Observed,
    scene::End,
};
use std::{collections::HashSet, fmt::Write as _};

/// Sites from here on are of the attribute's arguments, which come before the entry.
pub(crate) const ARGUMENTS: u32 = 1_000_000;

/// Everything that is wrong, one a line; nothing if all is well.
pub(crate) fn differences(case: &Case, run: &Run, twin: &Observed, annotated: &Observed) -> Vec<String> {
    let mut found: Vec<String> = annotated.faults.clone();
    found.extend(twin.faults.iter().map(|fault| format!("(of the twin) {fault}")));
    let (mut left, mut right) = (normal(case, &twin.events), normal(case, &annotated.events));
    let leaks_its_answer = case.form == ASYNC_TRAIT && left.iter().any(|event| event.what == "explode");
    if leaks_its_answer {
        keep_what_both_drop(&mut left, &mut right);
    }
    if let Some(at) = (0..left.len().max(right.len())).find(|at| match (left.get(*at), right.get(*at)) {
        (Some(left), Some(right)) => !left.is_same(right),
        _ => true,
    }) {
        found.push(format!("the logs differ from line {at} on"));
    }
    let mut same = |what: &str, same: bool| {
        if !same {
            found.push(format!("{what} differs"));
        }
    };
    same("the end", twin.end == annotated.end);
    same("the exit", twin.exit == annotated.exit);
    same("the number of polls", twin.polls == annotated.polls);
    same("the number of leaked values", leaks_its_answer || twin.leaked == annotated.leaked);
    found.extend(out_of_place(case, run, annotated));
    found
}

const ASYNC_TRAIT: &str = "#[async_trait] method";

/// Where a destructor panics, rustc leaks the value that a block has just made (rust-lang/rust#47949). Before edition 2024
/// the temporaries of the user's last expression drop when what `#[async_trait]` wrote around has taken that value; in the
/// attribute's braces, they drop before.
fn keep_what_both_drop(left: &mut Vec<Event>, right: &mut Vec<Event>) {
    let drops = |events: &[Event]| events.iter().filter(|event| event.is_drop()).map(|event| event.id).collect();
    let (of_left, of_right): (HashSet<u32>, HashSet<u32>) = (drops(left), drops(right));
    for events in [left, right] {
        events.retain(|event| !event.is_drop() || of_left.contains(&event.id) && of_right.contains(&event.id));
    }
}

/// Without a definite order of the parameters, where a closure may have captured some of them.
fn normal(case: &Case, events: &[Event]) -> Vec<Event> {
    let mut events = events.to_vec();
    if case.is_in_closure {
        let is_parameters = |event: &Event| event.class == Class::Outer && event.is_drop();
        for group in events.chunk_by_mut(|one, other| is_parameters(one) && is_parameters(other)) {
            group.sort_by_key(|event| event.id);
        }
    }
    events
}

/// Where the entry was there and should not have been, or the other way round.
fn out_of_place(case: &Case, run: &Run, annotated: &Observed) -> Vec<String> {
    let mut found = Vec::new();
    for map in 0..2 {
        let Some(before) = annotated.before[map] else { continue };
        let mut expect = |what: &str, live: Option<usize>, around: u32, expected: Option<bool>| {
            if let (Some(live), Some(expected)) = (live, expected)
                && live != before + around as usize + usize::from(expected)
            {
                found.push(format!("map {map} has {live} entries, with {before} of others, {what}"));
            }
        };
        for (at, event) in annotated.events.iter().enumerate() {
            let expected = if run.is_taken { Some(false) } else { expected(case.extent, event) };
            expect(&format!("at line {at}: {event}"), event.live[map], around(case.extent, event), expected);
        }
        let is_refused_or_panicked = run.is_taken || annotated.over == annotated.called && annotated.polls == 0;
        let called = match case.extent {
            Extent::Body | Extent::Return => Some(false),
            Extent::Named => None,
            _ if is_refused_or_panicked => None,
            _ => Some(true),
        };
        expect("when the call has returned", annotated.called[map], 0, called);
        if !matches!((case.extent, &annotated.end), (Extent::Named, _)) {
            expect("when it was over", annotated.over[map], 0, Some(false));
        }
        expect("after all", annotated.after[map], 0, Some(false));
    }
    found
}

/// Entries of the calls of the function in which this one was made: those that end with their call's return are gone.
fn around(extent: Extent, event: &Event) -> u32 {
    if extent == Extent::Return { 0 } else { event.depth }
}

/// Whether the entry of the innermost call is there, where that is known.
fn expected(extent: Extent, event: &Event) -> Option<bool> {
    if event.site >= ARGUMENTS || event.what == "make" && event.class == Class::Outer {
        return None;
    }
    if event.phase == Phase::After {
        return (extent != Extent::Named).then_some(false);
    }
    let is_parameter = event.class == Class::Outer && event.is_drop();
    match (extent, event.phase) {
        (Extent::Named, _) => None,
        (Extent::Body, _) => Some(!is_parameter),
        (Extent::Return, Phase::Future) => Some(false),
        // Parameters that are not in what is returned drop around the end of the call.
        (_, Phase::Call) | (Extent::LiteralOrAttached, _) if is_parameter => None,
        (Extent::Literal, _) => Some(!is_parameter),
        _ => Some(true),
    }
}

/// Both logs, side by side, with what is wrong.
pub(crate) fn account(case: &Case, run: &Run, twin: &Observed, annotated: &Observed, found: &[String]) -> String {
    let mut text = format!("{} ({}, {}), {run:?}\n", case.name, case.form, case.map);
    for difference in found.iter().take(12) {
        let _ = writeln!(text, "  {difference}");
    }
    let _ = writeln!(text, "\n{}\n\n{:44}  annotated", case.source, "      twin");
    let empty = String::new();
    let lines = |observed: &Observed| observed.events.iter().map(ToString::to_string).collect::<Vec<_>>();
    let (left, right) = (lines(twin), lines(annotated));
    for at in 0..left.len().max(right.len()) {
        let (left, right) = (left.get(at).unwrap_or(&empty), right.get(at).unwrap_or(&empty));
        let _ = writeln!(text, "{at:4}  {left:44}  {right}");
    }
    let _ = writeln!(text, "      {:44}  {}", end(twin), end(annotated));
    text
}

fn end(observed: &Observed) -> String {
    let Observed { end, exit, polls, leaked, .. } = observed;
    let end = match end {
        End::Returned(result) => format!("returned {result}"),
        End::Panicked(panic) => format!("panicked: {panic}"),
        End::Dropped { polls } => format!("dropped after {polls}"),
    };
    format!("{end}, by {exit:?}, {polls} polls, {leaked} leaked")
}
