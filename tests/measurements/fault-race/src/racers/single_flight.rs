//! Ours: the attribute that lets calls with equal keys share one run.

use crate::{
    key::{Key, Keys},
    racer::Racer,
    task::{Answer, Task},
};
use scoped_entry::{FlightMap, single_flight};

pub(super) struct Flight {
    flights: FlightMap<Key, Answer>,
}

impl Racer for Flight {
    const NAME: &'static str = "`#[single_flight]` on a `FlightMap`,";
    const PACKAGE: Option<&'static str> = Some("scoped-entry");
    const IS_OURS: bool = true;

    fn new() -> Self {
        Self { flights: FlightMap::new() }
    }

    #[single_flight(map = self.flights, key = key)]
    async fn call(&self, key: Key, task: Task) -> Answer {
        if task.is_answered_at_once() {
            return Ok(0);
        }
        let found = task.look_up().await?;
        Ok(found)
    }

    fn entries(&self, keys: &Keys) -> usize {
        assert_eq!(self.flights.len(), keys.alive(), "an entry is a key, and a key an entry");
        self.flights.len()
    }
}
