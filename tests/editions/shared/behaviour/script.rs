//! A script for a future with several await points: at which of them it does what.

use super::{deliberate::deliberate, service::Failure};
use std::{
    future::{Future, poll_fn},
    sync::atomic::{AtomicUsize, Ordering},
    task::Poll,
};

/// What happens when an await point is resumed.
#[derive(Clone, Copy, PartialEq)]
enum Act {
    Nothing,
    Fail,
    Panic,
}

/// Every await point of the body is a [`pause`](Self::pause); they are counted from 1.
pub(crate) struct Script {
    act: Act,
    at: usize,
    passed: AtomicUsize,
}

impl Script {
    pub(crate) fn uneventful() -> Self {
        Self::new(Act::Nothing, 0)
    }

    pub(crate) fn fails_at(point: usize) -> Self {
        Self::new(Act::Fail, point)
    }

    pub(crate) fn panics_at(point: usize) -> Self {
        Self::new(Act::Panic, point)
    }

    fn new(act: Act, at: usize) -> Self {
        Self { act, at, passed: AtomicUsize::new(0) }
    }

    /// Waits for one poll, then does what the script says about this point. Answers the point's number.
    pub(crate) fn pause(&self) -> impl Future<Output = Result<usize, Failure>> + '_ {
        let mut polled = false;
        poll_fn(move |context| {
            if !polled {
                polled = true;
                context.waker().wake_by_ref();
                return Poll::Pending;
            }
            let point = self.passed.fetch_add(1, Ordering::Relaxed) + 1;
            match self.act {
                Act::Fail if point == self.at => Poll::Ready(Err(Failure::Failed)),
                Act::Panic if point == self.at => deliberate(),
                _ => Poll::Ready(Ok(point)),
            }
        })
    }
}
