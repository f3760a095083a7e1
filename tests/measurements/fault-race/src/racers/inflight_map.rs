//! Ours: the attribute on a map in which several calls may hold the same key.

use crate::{
    key::{Key, Keys},
    racer::Racer,
    task::{Answer, Task},
};
use scoped_entry::{InflightMap, scoped_entry};

pub(super) struct Inflight {
    inflight: InflightMap<Key>,
}

impl Racer for Inflight {
    const NAME: &'static str = "`#[scoped_entry]` on an `InflightMap`,";
    const PACKAGE: Option<&'static str> = Some("scoped-entry");
    const IS_OURS: bool = true;

    fn new() -> Self {
        Self { inflight: InflightMap::new() }
    }

    #[scoped_entry(map = self.inflight, key = key)]
    async fn call(&self, key: Key, task: Task) -> Answer {
        if task.is_answered_at_once() {
            return Ok(0);
        }
        let found = task.look_up().await?;
        Ok(found)
    }

    fn entries(&self, keys: &Keys) -> usize {
        assert_eq!(self.inflight.len(), keys.alive(), "an entry is a key, and a key an entry");
        self.inflight.len()
    }
}
