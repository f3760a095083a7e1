//! Waiting until a map has no entries.

use super::{books::Books, sync::Event};
use crate::watch::Sighting;
use core::{error::Error, fmt, time::Duration};
#[cfg(not(target_family = "wasm"))]
use std::time::Instant;
use std::vec::Vec;

/// Those who wait until one map is empty.
///
/// The event only wakes. Whether the map was empty is in its books: a waiter that gives up hands its wake-up on to one
/// that began later, to whom it means nothing.
pub(super) struct Waiters(Event);

impl Waiters {
    pub(super) const fn new() -> Self {
        Self(Event::new())
    }

    /// Called under no lock, and runs the wakers under none.
    #[cold]
    pub(super) fn wake(&self) {
        self.0.notify(usize::MAX);
    }

    pub(super) async fn wait<T>(&self, books: &Books<T>) {
        let Some(wait) = Wait::begin(books) else { return };
        loop {
            let woken = self.0.listen();
            if wait.is_over() {
                return;
            }
            woken.await;
        }
    }

    /// Whether it was empty before `deadline`; `None` is never.
    #[cfg(not(target_family = "wasm"))]
    pub(super) fn block<T>(&self, books: &Books<T>, deadline: Option<Instant>) -> bool {
        let Some(wait) = Wait::begin(books) else { return true };
        loop {
            let woken = self.0.listen();
            if wait.is_over() {
                return true;
            }
            let Some(deadline) = deadline else {
                woken.wait();
                continue;
            };
            if woken.wait_deadline(deadline).is_none() {
                return wait.is_over();
            }
        }
    }
}

/// One who waits, until this is dropped: that a call which leaves has to look whether it was the last one.
struct Wait<'a, T> {
    books: &'a Books<T>,
    drained_before: u64,
}

impl<'a, T> Wait<'a, T> {
    /// `None` if the map is empty.
    fn begin(books: &'a Books<T>) -> Option<Self> {
        let (len, drained_before) = books.begin_wait();
        let wait = Self { books, drained_before };
        // Dropped otherwise, which ends it.
        (len > 0).then_some(wait)
    }

    fn is_over(&self) -> bool {
        self.books.drained() != self.drained_before
    }
}

impl<T> Drop for Wait<'_, T> {
    fn drop(&mut self) {
        self.books.end_wait();
    }
}

/// A map was not empty in time: what [`blocking_drained`](super::InflightMap::blocking_drained) answers.
///
/// # Examples
///
/// ```
/// use scoped_entry::InflightMap;
/// use std::time::Duration;
///
/// let uploads = InflightMap::<u64>::new();
/// let guard = uploads.enter(7, ());
/// let stuck = uploads.blocking_drained(Duration::from_millis(1)).unwrap_err();
/// assert_eq!(stuck.len, 1);
/// // "1 entry is still there: made at src/uploads.rs:5:21, 0.004 s ago"
/// assert!(stuck.to_string().starts_with("1 entry is still there: made at "));
/// # drop(guard);
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct NotDrained {
    /// How many entries there were when the time was over.
    pub len: usize,
    /// The oldest of them, oldest first: ten at most.
    pub oldest: Vec<Sighting>,
}

#[cfg(not(target_family = "wasm"))]
impl NotDrained {
    pub(super) const NAMED: usize = 10;
}

impl fmt::Display for NotDrained {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.len {
            1 => f.write_str("1 entry is still there")?,
            len => write!(f, "{len} entries are still there")?,
        }
        for (nth, Sighting { age, location }) in self.oldest.iter().enumerate() {
            let before = if nth == 0 { ": made at" } else { "," };
            write!(f, "{before} {location}, {} ago", Rounded(*age))?;
        }
        if self.len > self.oldest.len() {
            f.write_str(", …")?;
        }
        Ok(())
    }
}

impl Error for NotDrained {}

/// To a millisecond, below which an age means little.
struct Rounded(Duration);

impl fmt::Display for Rounded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.3} s", self.0.as_secs_f64())
    }
}
