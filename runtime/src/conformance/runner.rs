//! How a check is run: in a thread of its own, under a deadline, with a map of its own.

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

/// No check takes longer than a moment, also on a machine that is busy with something else.
const DEADLINE: Duration = Duration::from_secs(60);

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
    /// Runs a check, and panics if it finds the promise broken.
    #[track_caller]
    pub(super) fn check(&self, promise: &str, check: impl FnOnce(&Fixture<M>) -> Found + Send + 'static) {
        let (done, result) = channel();
        let (make, later) = (Arc::clone(&self.make), self.later);
        let thread = thread::spawn(move || {
            let fixture = Fixture::new(make(), later);
            let found = check(&fixture).and_then(|()| fixture.nothing_lives_yet()).and_then(|()| fixture.tear_down());
            // Nobody listens when the deadline has passed.
            let _ = done.send(found);
        });
        let found = match result.recv_timeout(self.deadline) {
            Ok(Ok(())) => return,
            Ok(Err(found)) => found,
            Err(RecvTimeoutError::Timeout) => {
                alloc::format!("no answer within {:?}, the map seems to have deadlocked", self.deadline)
            }
            Err(RecvTimeoutError::Disconnected) => match thread.join() {
                Err(panic) => alloc::format!("the map panicked: {}", message(&*panic)),
                Ok(()) => String::from("the check has ended without an answer"),
            },
        };
        panic!("`{}` breaks a promise of entry maps: {promise}; found: {found}", type_name::<M>());
    }
}

fn message(panic: &(dyn Any + Send)) -> String {
    panic
        .downcast_ref::<&str>()
        .map(ToString::to_string)
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| String::from("(not with a string)"))
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
    fn a_course_prints_how_long_a_check_may_take() {
        let printed = alloc::format!("{:?}", Runner::new(|| ()));
        assert_eq!(printed, alloc::format!("Runner {{ deadline: {DEADLINE:?}, .. }}"));
    }
}
