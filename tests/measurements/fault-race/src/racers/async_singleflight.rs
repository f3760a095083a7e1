//! A `UnaryGroup` of `async_singleflight`, as its documentation uses it.
//!
//! `work` removes the entry in the line after its `.await`, to which a panic and a future that is dropped do not come. A
//! later call with the same key would find the entry and use it; here, as with the ids of requests, there is none.

use crate::{
    key::{Key, Keys},
    racer::Racer,
    task::{Answer, Task},
};

pub(super) struct AsyncSingleflight(async_singleflight::UnaryGroup<Key, Answer>);

impl Racer for AsyncSingleflight {
    const NAME: &'static str = "`async_singleflight`";
    const PACKAGE: Option<&'static str> = Some("async_singleflight");

    fn new() -> Self {
        Self(async_singleflight::UnaryGroup::new())
    }

    async fn call(&self, key: Key, task: Task) -> Answer {
        self.0.work(&key, task.run()).await
    }

    fn entries(&self, keys: &Keys) -> usize {
        keys.alive()
    }
}
