//! A `SingleFlight` of singleflight-async, as its documentation uses it.
//!
//! `work` makes the entry when it is called, and removes it in the line after its `.await`, to which a panic and a future
//! that is dropped, polled or not, do not come. A later call with the same key would replace the entry and remove it;
//! here, as with the ids of requests, there is none.

use crate::{
    key::{Key, Keys},
    racer::Racer,
    task::{Answer, Task},
};
use std::future::Future;

pub(super) struct SingleflightAsync(singleflight_async::SingleFlight<Key, Answer>);

impl Racer for SingleflightAsync {
    const NAME: &'static str = "singleflight-async";
    const PACKAGE: Option<&'static str> = Some("singleflight-async");

    fn new() -> Self {
        Self(singleflight_async::SingleFlight::new())
    }

    fn call(&self, key: Key, task: Task) -> impl Future<Output = Answer> + Send {
        self.0.work(key, || task.run())
    }

    fn entries(&self, keys: &Keys) -> usize {
        keys.alive()
    }
}
