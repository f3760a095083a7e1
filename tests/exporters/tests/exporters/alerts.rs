//! The alert rules speak of metrics that exist. What they say of them is tested by `promtool`.

use scoped_entry::{InflightMap, observe::Registry};
use std::{collections::BTreeSet, sync::LazyLock};

const RULES: &str = include_str!("../../../../docs/alerts/inflight.rules.yml");

fn metrics(text: &str) -> BTreeSet<&str> {
    let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
    words.filter(|word| word.starts_with("inflight_")).collect()
}

#[test]
fn every_metric_of_the_alert_rules_is_exported() {
    // A map without a limit has no metric of one.
    static MAP: LazyLock<InflightMap<u64>> = LazyLock::new(|| InflightMap::builder().limit(7).build());
    let registry = Registry::new();
    registry.watch_static(&*MAP);
    let mut client = prometheus_client::registry::Registry::default();
    client.register_collector(Box::new(registry));
    let mut page = String::new();
    prometheus_client::encoding::text::encode(&mut page, &client).unwrap();
    let (used, exported) = (metrics(RULES), metrics(&page));
    assert!(used.len() > 4, "{used:?}");
    assert_eq!(used.difference(&exported).collect::<Vec<_>>(), [] as [&&str; 0], "of {exported:?}");
}
