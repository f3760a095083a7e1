//! One racer under one fault, again and again.

use crate::{
    expected_panic::ExpectedPanic,
    fault::Fault,
    key::Keys,
    racer::Racer,
    service::Service,
    task::{Answer, Task},
};
use std::{
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    pin::pin,
    sync::Arc,
    task::{Context, Poll, Waker},
};

/// How many entries are left of `calls` calls that all ended, each with a key of its own.
pub(crate) fn entries_left<R: Racer>(fault: Fault, calls: usize) -> usize {
    let racer = Arc::new(R::new());
    let mut keys = Keys::default();
    // A gauge that is a static has what other faults have left.
    let before = racer.entries(&keys);
    let service = Service::bind();
    for _ in 0..calls {
        let (key, task) = (keys.make(), Task::new(fault));
        match fault {
            Fault::NeverPolled => drop(racer.call(key, task)),
            Fault::ClientGone => {
                let router = Arc::clone(&racer).router(key, task.clone());
                service.hang_up(router, &task);
            }
            Fault::Return | Fault::Question | Fault::Panic | Fault::Cancel => {
                let ended = catch_unwind(AssertUnwindSafe(|| polled_once(racer.call(key, task))));
                let is_as_expected = match ended {
                    Ok(Poll::Ready(Ok(_))) => fault == Fault::Return,
                    Ok(Poll::Ready(Err(_))) => fault == Fault::Question,
                    Ok(Poll::Pending) => fault == Fault::Cancel,
                    Err(panic) if fault == Fault::Panic && panic.is::<ExpectedPanic>() => true,
                    Err(panic) => resume_unwind(panic),
                };
                assert!(is_as_expected, "{} did not end by {fault}", R::NAME);
            }
        }
    }
    racer.entries(&keys) - before
}

/// Polls once, and drops it. No runtime is around it, whose turn might be over at some await.
fn polled_once(call: impl Future<Output = Answer>) -> Poll<Answer> {
    pin!(call).poll(&mut Context::from_waker(Waker::noop()))
}
