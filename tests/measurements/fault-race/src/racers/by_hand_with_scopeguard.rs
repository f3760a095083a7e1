//! The same map, with the removal in a guard: what the attribute writes, written by hand, and right.
//!
//! Loses nothing as long as the guard stands there, has a name, and comes before anything that may end the call.

use super::by_hand::Set;
use crate::{
    key::{Key, Keys},
    racer::Racer,
    task::{Answer, Task},
};

pub(super) struct ByHandWithScopeguard(Set);

impl Racer for ByHandWithScopeguard {
    const NAME: &'static str = "by hand, with scopeguard";
    const PACKAGE: Option<&'static str> = Some("scopeguard");

    fn new() -> Self {
        Self(Set::default())
    }

    async fn call(&self, key: Key, task: Task) -> Answer {
        self.0.insert(key.clone());
        let _entry = scopeguard::guard(key, |key| self.0.remove(&key));
        if task.is_answered_at_once() {
            return Ok(0);
        }
        let found = task.look_up().await?;
        Ok(found)
    }

    fn entries(&self, _: &Keys) -> usize {
        self.0.len()
    }
}
