//! The same group, whose `purge_stale` somebody calls when the load is over.
//!
//! It removes what `work` has left, for as long as it is called again and again.

use crate::{
    key::{Key, Keys},
    racer::Racer,
    task::{Answer, Task},
};
use std::{
    pin::pin,
    task::{Context, Waker},
};

pub(super) struct AsyncSingleflightPurged(async_singleflight::UnaryGroup<Key, Answer>);

impl Racer for AsyncSingleflightPurged {
    const NAME: &'static str = "the same after `purge_stale`,";
    const PACKAGE: Option<&'static str> = Some("async_singleflight");

    fn new() -> Self {
        Self(async_singleflight::UnaryGroup::new())
    }

    async fn call(&self, key: Key, task: Task) -> Answer {
        self.0.work(&key, task.run()).await
    }

    fn entries(&self, keys: &Keys) -> usize {
        let purged = pin!(self.0.purge_stale()).poll(&mut Context::from_waker(Waker::noop()));
        assert!(purged.is_ready(), "nobody holds its lock");
        keys.alive()
    }
}
