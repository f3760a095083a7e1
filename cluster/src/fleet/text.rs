//! Metrics of the fleet as text.

use super::Fleet;
use std::{collections::BTreeMap, fmt::Write, time::Duration};

fn escaped(label: &str) -> String {
    label.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

pub(super) fn prometheus(fleet: &Fleet) -> String {
    let mut maps: BTreeMap<&str, (u64, Duration)> = BTreeMap::new();
    for map in fleet.nodes().iter().flat_map(|node| &node.maps) {
        let (entries, oldest) = maps.entry(&map.name).or_default();
        *entries += map.entries;
        *oldest = (*oldest).max(map.oldest_entry_age);
    }
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = writeln!(text, "# HELP inflight_fleet_nodes Nodes that have published in the last three seconds.");
    let _ = writeln!(text, "# TYPE inflight_fleet_nodes gauge\ninflight_fleet_nodes {}", fleet.alive());
    let _ = writeln!(text, "# HELP inflight_fleet_entries Entries on all nodes.\n# TYPE inflight_fleet_entries gauge");
    for (name, (entries, _)) in &maps {
        let _ = writeln!(text, "inflight_fleet_entries{{map=\"{}\"}} {entries}", escaped(name));
    }
    let name = "inflight_fleet_oldest_entry_age_seconds";
    let _ = writeln!(text, "# HELP {name} Age of the oldest entry on any node.\n# TYPE {name} gauge");
    for (map, (_, oldest)) in &maps {
        let _ = writeln!(text, "{name}{{map=\"{}\"}} {}", escaped(map), oldest.as_secs_f64());
    }
    text
}
