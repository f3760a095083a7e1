//! The subject that the topics annotate methods of: a map, and a note of what was in it when.

use super::maps::Entries;
use std::{
    mem,
    sync::{Mutex, PoisonError},
};

pub(crate) type Answer = Result<usize, Failure>;

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Failure {
    Failed,
    Refused,
}

#[derive(Default)]
pub(crate) struct Service<M> {
    pub(crate) map: M,
    seen: Mutex<Vec<usize>>,
    steps: Mutex<Vec<&'static str>>,
}

impl<M: Entries> Service<M> {
    /// Notes how many entries there are now.
    pub(crate) fn look(&self) {
        let entries = self.map.entries();
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).push(entries);
    }

    /// What was noted since the last time.
    pub(crate) fn seen(&self) -> Vec<usize> {
        mem::take(&mut self.seen.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Something that uses the map when it drops.
    pub(crate) fn looks_when_dropped(&self) -> LooksWhenDropped<'_, M> {
        LooksWhenDropped { service: self, answer: Ok(7) }
    }

    /// That the body ran, looked once, and found the one entry that is gone by now.
    #[track_caller]
    pub(crate) fn assert_entered_and_left(&self) {
        assert_eq!(self.seen(), [1], "entries while the body ran");
        assert_eq!(self.map.entries(), 0, "entries after the call");
    }

    /// That the body has not run and nothing is in the map.
    #[track_caller]
    pub(crate) fn assert_never_entered(&self) {
        assert!(self.seen().is_empty(), "the body has run: {:?}", self.seen());
        assert_eq!(self.map.entries(), 0, "entries after the call");
    }

    /// Notes that an expression is evaluated, and is it.
    pub(crate) fn step<T>(&self, name: &'static str, expression: T) -> T {
        self.steps.lock().unwrap_or_else(PoisonError::into_inner).push(name);
        expression
    }

    /// The expressions that were evaluated since the last time.
    pub(crate) fn steps(&self) -> Vec<&'static str> {
        mem::take(&mut self.steps.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

pub(crate) struct LooksWhenDropped<'a, M: Entries> {
    service: &'a Service<M>,
    answer: Answer,
}

impl<M: Entries> LooksWhenDropped<'_, M> {
    pub(crate) fn answer(&self) -> Answer {
        self.answer
    }

    /// Borrows from the temporary, so that a `match` on it keeps the temporary for its arms.
    pub(crate) fn some(&self) -> Option<&Self> {
        self.answer.is_ok().then_some(self)
    }
}

impl<M: Entries> Drop for LooksWhenDropped<'_, M> {
    fn drop(&mut self) {
        self.service.look();
    }
}
