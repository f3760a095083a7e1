//! A node's maps as bytes, as they are on the server.
//!
//! The first byte is the version. Numbers are 8 bytes, little endian; a text has its length before it. A reader of an older
//! version ignores a record that it does not know.

use super::{ENTRIES, NodeEntry, NodeMap};
use scoped_entry::observe::{MapMetrics, Registry};
use std::time::Duration;

const VERSION: u8 = 1;
const NONE: u64 = u64::MAX;

fn number(bytes: &mut Vec<u8>, number: u64) {
    bytes.extend_from_slice(&number.to_le_bytes());
}

fn text(bytes: &mut Vec<u8>, text: &str) {
    number(bytes, text.len() as u64);
    bytes.extend_from_slice(text.as_bytes());
}

fn millis(age: Duration) -> u64 {
    u64::try_from(age.as_millis()).unwrap_or(u64::MAX)
}

/// Reads the maps of a registry, and calls the functions that show keys.
pub(crate) fn encode(node: &str, registries: &[Registry]) -> Vec<u8> {
    let mut bytes = vec![VERSION];
    text(&mut bytes, node);
    let mut metrics: Vec<MapMetrics> = registries.iter().flat_map(Registry::map_metrics).collect();
    metrics.sort_by(|a, b| a.map.cmp(&b.map));
    let maps: Vec<_> = registries.iter().flat_map(Registry::maps).collect();
    number(&mut bytes, metrics.len() as u64);
    for metrics in metrics {
        text(&mut bytes, &metrics.map);
        number(&mut bytes, metrics.entries);
        number(&mut bytes, metrics.limit.unwrap_or(NONE));
        number(&mut bytes, millis(metrics.oldest_entry_age));
        let of_name = maps.iter().filter(|map| map.name().unwrap_or(MapMetrics::UNNAMED) == metrics.map);
        let mut entries: Vec<_> = of_name.flat_map(|map| map.shown(ENTRIES)).collect();
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.info.age));
        entries.truncate(ENTRIES);
        number(&mut bytes, entries.len() as u64);
        for entry in entries {
            number(&mut bytes, millis(entry.info.age));
            text(&mut bytes, &entry.info.location.to_string());
            number(&mut bytes, u64::from(entry.key.is_some()));
            text(&mut bytes, entry.key.as_deref().unwrap_or_default());
        }
    }
    bytes
}

struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn number(&mut self) -> Option<u64> {
        let (number, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(u64::from_le_bytes(*number))
    }

    fn text(&mut self) -> Option<String> {
        let length = usize::try_from(self.number()?).ok()?;
        let (text, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(String::from_utf8_lossy(text).into_owned())
    }

    /// As many as the number before them says. Not allocated in advance: the number may be wrong.
    fn all<T>(&mut self, mut read: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let count = self.number()?;
        let mut all = Vec::new();
        for _ in 0..count {
            all.push(read(self)?);
        }
        Some(all)
    }

    fn entry(&mut self) -> Option<NodeEntry> {
        let age = Duration::from_millis(self.number()?);
        let location = self.text()?;
        let (has_key, key) = (self.number()? == 1, self.text()?);
        Some(NodeEntry { age, location, key: has_key.then_some(key) })
    }

    fn map(&mut self) -> Option<NodeMap> {
        let (name, entries, limit) = (self.text()?, self.number()?, self.number()?);
        let oldest_entry_age = Duration::from_millis(self.number()?);
        let oldest = self.all(Self::entry)?;
        Some(NodeMap { name, entries, limit: (limit != NONE).then_some(limit), oldest_entry_age, oldest })
    }
}

/// The name of a node and its maps, or `None` if the record is of another version or broken.
pub(crate) fn decode(bytes: &[u8]) -> Option<(String, Vec<NodeMap>)> {
    let (version, rest) = bytes.split_first()?;
    if *version != VERSION {
        return None;
    }
    let mut reader = Reader(rest);
    Some((reader.text()?, reader.all(Reader::map)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use scoped_entry::InflightMap;
    use std::sync::Arc;

    #[test]
    fn records_round_trip_and_keys_are_opt_in() {
        let registry = Registry::new();
        let [shown, hidden] = ["shown", "hidden"].map(|name| InflightMap::<u64>::builder().name(name).limit(9));
        let (shown, hidden) = (Arc::new(shown.build()), Arc::new(hidden.build()));
        registry.watch_with_keys(&shown, |key| format!("key {key}"));
        registry.watch(&hidden);
        let guards = [shown.enter(7, ()), hidden.enter(8, ())];
        let (node, maps) = decode(&encode("pod 7", &[registry])).unwrap();
        assert_eq!(node, "pod 7");
        let names: Vec<_> = maps.iter().map(|map| (map.name.as_str(), map.entries, map.limit)).collect();
        assert_eq!(names, [("hidden", 1, Some(9)), ("shown", 1, Some(9))]);
        assert_eq!(maps[0].oldest[0].key, None);
        assert_eq!(maps[1].oldest[0].key.as_deref(), Some("key 7"));
        assert!(maps[1].oldest[0].location.contains("record.rs"));
        drop(guards);
    }

    #[test]
    fn broken_records_are_ignored() {
        let map = Arc::new(InflightMap::<u64>::new());
        let registry = Registry::new();
        registry.watch(&map);
        let _guard = map.enter(1, ());
        let whole = encode("node", &[registry]);
        assert!(decode(&whole).is_some());
        for length in 0..whole.len() {
            assert!(decode(&whole[..length]).is_none(), "{length}");
        }
        let mut huge = vec![VERSION];
        huge.extend([255; 8]);
        assert!(decode(&huge).is_none());
        assert!(decode(&[2; 40]).is_none());
    }
}
