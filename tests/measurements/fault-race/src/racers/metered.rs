//! The attributes of metered with its `InFlight`.
//!
//! Its count goes down in a `Drop`. Loses nothing.

use crate::{
    key::{Key, Keys},
    racer::Racer,
    task::{Answer, Task},
};
use metered::{InFlight, metered};

#[derive(Default)]
pub(super) struct Metered {
    metrics: Metrics,
}

#[metered(registry = Metrics, registry_expr = self.metrics)]
impl Metered {
    #[measure(InFlight)]
    async fn handle(&self, task: Task) -> Answer {
        if task.is_answered_at_once() {
            return Ok(0);
        }
        let found = task.look_up().await?;
        Ok(found)
    }
}

impl Racer for Metered {
    const NAME: &'static str = "metered, `InFlight`,";
    const PACKAGE: Option<&'static str> = Some("metered");

    fn new() -> Self {
        Self::default()
    }

    async fn call(&self, _: Key, task: Task) -> Answer {
        self.handle(task).await
    }

    fn entries(&self, _: &Keys) -> usize {
        usize::try_from(self.metrics.handle.in_flight.get()).expect("no call has left twice")
    }
}
