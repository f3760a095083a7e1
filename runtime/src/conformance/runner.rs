//! Runs each check in a thread of its own, with a deadline and a new map.

use super::{
    fixture::{Fixture, Found},
    sample::Sample,
};
use crate::entry::EntryMap;
use alloc::string::{String, ToString};
use core::{any::type_name, fmt, time::Duration};
use std::{
    any::Any,
    sync::{
        Arc,
        mpsc::{RecvTimeoutError, channel},
    },
    thread,
};

/// The default deadline: far more than a check takes, even on a busy machine.
const DEADLINE: Duration = Duration::from_secs(60);

/// Creates the maps and runs the checks.
pub(super) struct Runner<M> {
    make: Arc<dyn Fn() -> M + Send + Sync>,
    pub(super) deadline: Duration,
    pub(super) later: bool,
}

impl<M> Runner<M> {
    pub(super) fn new(make: impl Fn() -> M + Send + Sync + 'static) -> Self {
        Self { make: Arc::new(make), deadline: DEADLINE, later: false }
    }
}

impl<M: EntryMap<Key: Sample, Value: Sample> + 'static> Runner<M> {
    /// Runs `check` on a new map.
    ///
    /// # Panics
    ///
    /// Panics if the map breaks `promise`, panics, or exceeds the deadline.
    #[track_caller]
    pub(super) fn check(&self, promise: &str, check: impl FnOnce(&Fixture<M>) -> Found + Send + 'static) {
        let (done, result) = channel();
        let (make, later) = (Arc::clone(&self.make), self.later);
        let thread = thread::spawn(move || {
            let fixture = Fixture::new(make(), later);
            let found = check(&fixture).and_then(|()| fixture.nothing_lives_yet()).and_then(|()| fixture.tear_down());
            // The receiver is gone if the deadline has passed.
            let _ = done.send(found);
        });
        let found = match result.recv_timeout(self.deadline) {
            Ok(Ok(())) => return,
            Ok(Err(found)) => found,
            Err(RecvTimeoutError::Timeout) => {
                alloc::format!("no result within {:?}: the map seems to have deadlocked", self.deadline)
            }
            Err(RecvTimeoutError::Disconnected) => match thread.join() {
                Err(panic) => alloc::format!("the map panicked: {}", message(&*panic)),
                Ok(()) => String::from("the check ended without a result"),
            },
        };
        panic!("`{}` breaks a promise of entry maps: {promise}; found: {found}", type_name::<M>());
    }
}

/// Returns the message of a panic.
fn message(panic: &(dyn Any + Send)) -> String {
    panic
        .downcast_ref::<&str>()
        .map(ToString::to_string)
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| String::from("(the payload is not a string)"))
}

impl<M> fmt::Debug for Runner<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Runner").field("deadline", &self.deadline).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::{DEADLINE, Runner};

    #[test]
    fn debug_output_shows_the_deadline() {
        let printed = alloc::format!("{:?}", Runner::new(|| ()));
        assert_eq!(printed, alloc::format!("Runner {{ deadline: {DEADLINE:?}, .. }}"));
    }
}
