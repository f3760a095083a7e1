//! Metrics of the fleet as text.

use std::{collections::BTreeMap, fmt::Write, time::Duration};

fn escaped(label: &str) -> String {
    label.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

/// `of_nodes` has a name, a number of entries and the age of the oldest for each map of each node.
pub(super) fn prometheus<'a>(alive: usize, of_nodes: impl Iterator<Item = (&'a str, u64, Duration)>) -> String {
    let mut maps: BTreeMap<&str, (u64, Duration)> = BTreeMap::new();
    for (name, entries_of_node, oldest_of_node) in of_nodes {
        let (entries, oldest) = maps.entry(name).or_default();
        *entries += entries_of_node;
        *oldest = (*oldest).max(oldest_of_node);
    }
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = writeln!(text, "# HELP inflight_fleet_nodes Nodes that have published in the last three seconds.");
    let _ = writeln!(text, "# TYPE inflight_fleet_nodes gauge\ninflight_fleet_nodes {alive}");
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
