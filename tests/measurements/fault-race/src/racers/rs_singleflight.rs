//! A `Group` of rs-singleflight, as its documentation uses it.
//!
//! Its leader has a guard. Loses nothing.

use crate::{
    key::{Key, Keys},
    racer::Racer,
    task::{Answer, Failed, Task},
};

pub(super) struct RsSingleflight(rs_singleflight::Group<Key, u64, Failed>);

impl Racer for RsSingleflight {
    const NAME: &'static str = "rs-singleflight";
    const PACKAGE: Option<&'static str> = Some("rs-singleflight");

    fn new() -> Self {
        Self(rs_singleflight::Group::new())
    }

    async fn call(&self, key: Key, task: Task) -> Answer {
        self.0.do_call(key, || task.run()).await
    }

    fn entries(&self, keys: &Keys) -> usize {
        keys.alive()
    }
}
