//! One generated function, and one way to play it.

use crate::play::{Observed, Who};

/// When the entry has to be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// While the body runs, and not while parameters drop: `fn`, `async fn` and the like.
    Body,
    /// From the call on, until the literal `async` block has completed; what that captures drops later.
    Literal,
    /// From the call on, until what was returned has completed, with all that it captures.
    Attached,
    /// One of the last two, by the path that the body took.
    LiteralOrAttached,
    /// The body ends it when it likes.
    Named,
    /// Until the call has returned, whatever that returns.
    Return,
}

#[expect(missing_debug_implementations, reason = "nobody prints it")]
pub struct Case {
    pub name: &'static str,
    /// What it is, for the table of forms.
    pub form: &'static str,
    pub map: &'static str,
    pub source: &'static str,
    pub extent: Extent,
    /// Whether the body runs in a closure, whose captures may drop in another order than parameters do.
    pub is_in_closure: bool,
    pub is_async: bool,
    /// Whether there is a way to refuse a call whose key is taken.
    pub refuses: bool,
    pub play: fn(&Run, Who) -> Observed,
}

/// What happens to the future of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    ToTheEnd,
    /// Dropped after so many polls.
    Dropped(u32),
    /// Dropped after so many polls, while a panic unwinds.
    DroppedInPanic(u32),
}

#[derive(Clone, Copy, Debug)]
pub struct Run {
    pub seed: u64,
    pub how: How,
    /// Entries that are there already.
    pub neighbours: u32,
    /// Whether the call's key is taken.
    pub is_taken: bool,
    /// One value of so many panics in its destructor; 0: none.
    pub explosive: u32,
    /// Whether all of it happens in a destructor that runs while a panic unwinds.
    pub is_unwinding: bool,
}

impl Run {
    #[must_use]
    pub fn new(seed: u64, case: &Case) -> Self {
        let mut random = fastrand::Rng::with_seed(seed);
        let how = match random.u32(0..10) {
            0 => How::Dropped(0),
            1..4 => How::Dropped(random.u32(1..6)),
            4 => How::DroppedInPanic(random.u32(0..4)),
            _ => How::ToTheEnd,
        };
        let how = if case.is_async { how } else { How::ToTheEnd };
        let explosive = if !case.is_in_closure && random.u32(0..4) == 0 { 10 } else { 0 };
        let is_unwinding = random.u32(0..5) == 0;
        let is_taken = case.refuses && random.u32(0..12) == 0;
        Self { seed: random.u64(..), how, neighbours: random.u32(0..3), is_taken, explosive, is_unwinding }
    }
}
