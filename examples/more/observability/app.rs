//! The state of the service: its map, and the registries that observe it.

use prometheus_client::registry::Registry;
use scoped_entry::{InflightMap, observe};
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};
use tokio::sync::watch as channel;

/// More than the number of calls in flight in normal operation.
pub(crate) const LIMIT: usize = 20;

pub(crate) struct App {
    pub(crate) lookups: Arc<InflightMap<u64>>,
    pub(crate) maps: observe::Registry,
    pub(crate) metrics: Registry,
    pub(crate) store: Store,
    barked: AtomicBool,
}

impl App {
    pub(crate) fn new() -> Self {
        let lookups = InflightMap::builder()
            .name("lookups")
            .limit(LIMIT)
            // Not needed for the event in the log. Use it to react: shed load, or page an operator.
            .on_excess(|excess| println!("on_excess: {} entries, the oldest since {:?}", excess.len, excess.oldest_age))
            .build();
        let lookups = Arc::new(lookups);
        let maps = observe::Registry::new();
        maps.watch(&lookups);
        let mut metrics = Registry::default();
        metrics.register_collector(Box::new(maps.clone()));
        Self { lookups, maps, metrics, store: Store::new(), barked: AtomicBool::new(false) }
    }

    pub(crate) fn watchdog_barks(&self) {
        self.barked.store(true, Ordering::Relaxed);
    }

    pub(crate) fn watchdog_has_barked(&self) -> bool {
        self.barked.load(Ordering::Relaxed)
    }
}

/// Simulates a database that may hang.
pub(crate) struct Store {
    hangs: channel::Sender<bool>,
}

impl Store {
    fn new() -> Self {
        Self { hangs: channel::Sender::new(false) }
    }

    pub(crate) fn hang(&self) {
        self.hangs.send_replace(true);
    }

    pub(crate) fn go_on(&self) {
        self.hangs.send_replace(false);
    }

    pub(crate) async fn look_up(&self, id: u64) -> String {
        // This cannot fail, because the sender is in `self`.
        _ = self.hangs.subscribe().wait_for(|hangs| !hangs).await;
        format!("record {id}")
    }
}
