use scoped_entry::observe::Registry;
use std::time::Duration;

struct Meter;

fn export(registry: &Registry) {
    registry.publish_metrics();
    let _publishing = registry.publish_metrics_every(Duration::from_secs(15)).unwrap();
    registry.observe_with(&Meter);
}

fn main() {}
