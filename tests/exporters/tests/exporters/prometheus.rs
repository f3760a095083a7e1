//! The collector of `prometheus`, gathered as text.

use crate::shown::Exporter;
use prometheus::{IntGauge, TextEncoder};
use scoped_entry::observe::Registry;

struct Gathered(prometheus::Registry);

impl Exporter for Gathered {
    fn new(registry: &Registry) -> Self {
        let gathered = prometheus::Registry::new();
        gathered.register(Box::new(registry.clone())).unwrap();
        Self(gathered)
    }

    fn scrape(&self) -> String {
        TextEncoder::new().encode_to_string(&self.0.gather()).unwrap()
    }
}

every_exporter!(Gathered);

#[test]
fn a_registry_without_maps_is_no_error() {
    assert_eq!(Gathered::new(&Registry::new()).scrape(), "");
}

#[test]
fn names_that_somebody_else_has_taken_are_refused_when_registered() {
    let gathered = prometheus::Registry::new();
    gathered.register(Box::new(Registry::new())).unwrap();
    assert!(gathered.register(Box::new(Registry::new())).is_err());
    for name in ["inflight_entries", "inflight_exited_total"] {
        let of_somebody_else = IntGauge::new(name, "not ours").unwrap();
        assert!(gathered.register(Box::new(of_somebody_else)).is_err(), "{name}");
    }
}

#[test]
fn it_can_be_unregistered() {
    let (gathered, registry) = (prometheus::Registry::new(), Registry::new());
    gathered.register(Box::new(registry.clone())).unwrap();
    gathered.unregister(Box::new(registry)).unwrap();
    gathered.register(Box::new(Registry::new())).unwrap();
}
