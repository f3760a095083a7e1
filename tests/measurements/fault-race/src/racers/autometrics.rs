//! The attribute of autometrics with `track_concurrency`, whose gauge is exported as `function_calls_concurrent`.
//!
//! It runs the body in an `async` block, awaits that, and counts down in the line after it: a `return` and a `?` come by
//! there, a panic and a future that is dropped do not.

use crate::{
    key::{Key, Keys},
    racer::Racer,
    task::{Answer, Task},
};
use autometrics::autometrics;

pub(super) struct Autometrics;

#[autometrics(track_concurrency)]
async fn handle(task: Task) -> Answer {
    if task.is_answered_at_once() {
        return Ok(0);
    }
    let found = task.look_up().await?;
    Ok(found)
}

impl Racer for Autometrics {
    const NAME: &'static str = "autometrics, `track_concurrency`,";
    const PACKAGE: Option<&'static str> = Some("autometrics");

    fn new() -> Self {
        Self
    }

    async fn call(&self, _: Key, task: Task) -> Answer {
        handle(task).await
    }

    /// What a scrape would show. There is one gauge for each function that has the attribute, and one such function.
    fn entries(&self, _: &Keys) -> usize {
        let families = prometheus::gather();
        let gauge = families.iter().find(|family| family.name() == "function_calls_concurrent");
        let value = gauge.map_or(0.0, |family| family.get_metric().iter().map(|one| one.get_gauge().get_value()).sum());
        // By its text: there is no conversion from a float that would tell a negative number.
        value.to_string().parse().expect("the gauge counts calls")
    }
}
