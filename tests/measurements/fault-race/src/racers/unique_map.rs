//! Ours: the attribute on a map with one entry per key.

use crate::{
    key::{Key, Keys},
    racer::Racer,
    task::{Answer, Failed, Task},
};
use scoped_entry::{UniqueMap, scoped_entry};

pub(super) struct Unique {
    unique: UniqueMap<Key>,
}

impl Racer for Unique {
    const NAME: &'static str = "`#[scoped_entry]` on a `UniqueMap`,";
    const PACKAGE: Option<&'static str> = Some("scoped-entry");
    const IS_OURS: bool = true;

    fn new() -> Self {
        Self { unique: UniqueMap::new() }
    }

    #[scoped_entry(map = self.unique, key = key, occupied = return Err(Failed))]
    async fn call(&self, key: Key, task: Task) -> Answer {
        if task.is_answered_at_once() {
            return Ok(0);
        }
        let found = task.look_up().await?;
        Ok(found)
    }

    fn entries(&self, keys: &Keys) -> usize {
        assert_eq!(self.unique.len(), keys.alive(), "an entry is a key, and a key an entry");
        self.unique.len()
    }
}
