//! A `Merger` of uniflight, whose key is a call's and whose closure gives the future of the handler's body.
//!
//! `execute` makes the entry when it is called, and removes it in the line after its `.await`. It catches a panic of the
//! future before that line; a future that is dropped, polled or not, does not come there, and neither does a panic of
//! the closure itself. A later call with the same key would find the entry and remove it; here, as with the ids of
//! requests, there is none.

use crate::{
    expected_panic::ExpectedPanic,
    key::{Key, Keys},
    racer::Racer,
    task::{Answer, Task},
};
use std::{future::Future, panic::panic_any};

pub(super) struct Uniflight(uniflight::Merger<Key, Answer>);

impl Racer for Uniflight {
    const NAME: &'static str = "uniflight";
    const PACKAGE: Option<&'static str> = Some("uniflight");

    fn new() -> Self {
        Self(uniflight::Merger::new())
    }

    fn call(&self, key: Key, task: Task) -> impl Future<Output = Answer> + Send {
        let merged = self.0.execute(&key, || task.run());
        async { merged.await.unwrap_or_else(|_| panic_any(ExpectedPanic)) }
    }

    fn entries(&self, keys: &Keys) -> usize {
        keys.alive()
    }
}
