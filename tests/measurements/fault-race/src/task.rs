//! The work of every call: a look-up that ends as the call is to end.

use crate::{expected_panic::ExpectedPanic, fault::Fault};
use std::{future::pending, panic::panic_any, sync::Arc};
use tokio::sync::Notify;

/// What a call is to do.
#[derive(Clone)]
pub(crate) struct Task {
    fault: Fault,
    waiting: Arc<Notify>,
}

/// That a look-up failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failed;

pub(crate) type Answer = Result<u64, Failed>;

impl Task {
    pub(crate) fn new(fault: Fault) -> Self {
        Self { fault, waiting: Arc::new(Notify::new()) }
    }

    /// Whether there is nothing to look up.
    pub(crate) fn is_answered_at_once(&self) -> bool {
        self.fault == Fault::Return
    }

    pub(crate) async fn look_up(&self) -> Answer {
        match self.fault {
            Fault::Return | Fault::Question => Err(Failed),
            Fault::Panic => panic_any(ExpectedPanic),
            Fault::Cancel | Fault::NeverPolled | Fault::ClientGone => {
                self.waiting.notify_one();
                pending().await
            }
        }
    }

    /// The whole of a handler, for those who take it as a future.
    pub(crate) async fn run(self) -> Answer {
        if self.is_answered_at_once() {
            return Ok(0);
        }
        let found = self.look_up().await?;
        Ok(found)
    }

    /// Until a call waits in its look-up.
    pub(crate) async fn is_waiting(&self) {
        self.waiting.notified().await;
    }
}
