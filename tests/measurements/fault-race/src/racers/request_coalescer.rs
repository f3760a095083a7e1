//! A `CoalescingService` of `request_coalescer`, with its defaults, one of which is `auto_cleanup`.
//!
//! The entry is a future that is shared, and that removes itself in the line after the operation's `.await`. The map has
//! a share of it: when all callers have gone, nobody polls it any more; when it has panicked, it does not come there.

use crate::{
    key::{Key, Keys},
    racer::Racer,
    task::{Answer, Failed, Task},
};
use request_coalescer::{CoalescingService, anyhow};
use std::{
    pin::pin,
    task::{Context, Poll, Waker},
};

pub(super) struct RequestCoalescer(CoalescingService<Key, u64>);

impl Racer for RequestCoalescer {
    const NAME: &'static str = "`request_coalescer`";
    const PACKAGE: Option<&'static str> = Some("request_coalescer");

    fn new() -> Self {
        Self(CoalescingService::new())
    }

    async fn call(&self, key: Key, task: Task) -> Answer {
        let operation = || async { task.run().await.map_err(|failed| anyhow::anyhow!("{failed:?}")) };
        self.0.execute(key, operation).await.map(|found| *found).map_err(|_| Failed)
    }

    fn entries(&self, _: &Keys) -> usize {
        match pin!(self.0.get_pending_tasks_count()).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(pending) => pending,
            Poll::Pending => unreachable!("nobody holds its lock"),
        }
    }
}
