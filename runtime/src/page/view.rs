//! The data of a response, shown as JSON or as a page.

use super::config::Page;
use crate::observe::{Observed, ObservedEntry, Replies};
use core::time::Duration;
use std::{
    borrow::ToOwned,
    string::String,
    time::{Instant, SystemTime},
    vec::Vec,
};

/// Longer keys are truncated to this number of characters, so that a client that sends a huge key cannot fill the page.
const MOST_OF_A_KEY: usize = 200;

pub(super) struct View {
    pub(super) title: String,
    pub(super) taken_at: Duration,
    pub(super) entries_at_most: usize,
    pub(super) maps: Vec<Map>,
}

pub(super) struct Map {
    pub(super) id: crate::observe::Id,
    pub(super) name: Option<String>,
    pub(super) len: usize,
    pub(super) limit: Option<usize>,
    pub(super) above_limit: bool,
    pub(super) excesses: u64,
    pub(super) peak: usize,
    pub(super) entered: u64,
    pub(super) exited: u64,
    pub(super) exited_panicking: u64,
    pub(super) oldest_age: Option<Duration>,
    pub(super) replies: Option<Replies>,
    pub(super) entries: Vec<ListedEntry>,
    pub(super) samples: Vec<Point>,
}

/// One of the oldest entries of a map.
pub(super) struct ListedEntry {
    pub(super) age: Duration,
    pub(super) file: &'static str,
    pub(super) line: u32,
    pub(super) column: u32,
    pub(super) key: Option<String>,
}

/// A past length of a map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Point {
    pub(super) ago: Duration,
    pub(super) len: usize,
}

impl View {
    pub(super) fn of(page: &Page, entries_at_most: usize) -> Self {
        let observed = page.registry.identified();
        let mut maps: Vec<_> = observed.iter().map(|(id, map)| Map::of(*id, &**map, entries_at_most)).collect();
        drop(observed);

        let now = Instant::now();
        let lens: Vec<_> = maps.iter().map(|map| (map.id, map.len)).collect();
        for (map, samples) in maps.iter_mut().zip(page.history.add(now, &lens)) {
            let point = |sample: super::history::Sample| Point {
                ago: now.saturating_duration_since(sample.at),
                len: sample.len,
            };
            map.samples = samples.into_iter().map(point).collect();
        }
        maps.sort_by(|a, b| (a.name.is_none(), &a.name, a.id).cmp(&(b.name.is_none(), &b.name, b.id)));
        Self {
            title: page.title.clone().into_owned(),
            taken_at: SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default(),
            entries_at_most,
            maps,
        }
    }
}

impl Map {
    fn of(id: crate::observe::Id, map: &dyn Observed, entries_at_most: usize) -> Self {
        let stats = map.stats();
        Self {
            id,
            name: map.name().map(ToOwned::to_owned),
            len: stats.len,
            limit: stats.limit,
            above_limit: stats.limit.is_some_and(|limit| stats.len > limit),
            excesses: stats.excesses,
            peak: stats.peak,
            entered: stats.entered,
            exited: stats.exited,
            exited_panicking: stats.exited_panicking,
            oldest_age: stats.oldest_age,
            replies: map.replies(),
            // `take`, because a user's implementation of `shown` may return more than asked for.
            entries: map.shown(entries_at_most).into_iter().take(entries_at_most).map(ListedEntry::of).collect(),
            samples: Vec::new(),
        }
    }
}

impl ListedEntry {
    fn of(ObservedEntry { info, key }: ObservedEntry) -> Self {
        let location = info.location;
        Self {
            age: info.age,
            file: location.file(),
            line: location.line(),
            column: location.column(),
            key: key.map(shortened),
        }
    }
}

fn shortened(mut key: String) -> String {
    if let Some((end, _)) = key.char_indices().nth(MOST_OF_A_KEY) {
        key.truncate(end);
        key.push('…');
    }
    key
}

#[cfg(test)]
mod tests {
    use super::shortened;
    use std::string::ToString;

    #[test]
    fn long_key_ends_with_an_ellipsis_at_a_whole_character() {
        assert_eq!(shortened("é".repeat(200)), "é".repeat(200));
        assert_eq!(shortened("é".repeat(201)), "é".repeat(200) + "…");
        assert_eq!(shortened("short".to_string()), "short");
    }
}
