//! What is shown, whether as JSON or as a page. The fields' names are those of the JSON, described in
//! docs/inflight-page.md: they stay.

use super::Page;
use crate::watch::{Shown, Watched};
use core::time::Duration;
use serde::{Serialize, Serializer, ser::SerializeSeq};
use std::{
    borrow::ToOwned,
    string::String,
    time::{Instant, SystemTime},
    vec::Vec,
};

/// A key is shown up to here: a client that sends a megabyte of it should not be able to fill the page.
const MOST_OF_A_KEY: usize = 200;

#[derive(Serialize)]
pub(super) struct View {
    pub(super) title: String,
    #[serde(rename = "taken_at_unix_seconds", serialize_with = "seconds")]
    pub(super) taken_at: Duration,
    pub(super) entries_at_most: usize,
    pub(super) maps: Vec<Map>,
}

#[derive(Serialize)]
pub(super) struct Map {
    #[serde(skip)]
    pub(super) id: crate::watch::Id,
    pub(super) name: Option<String>,
    pub(super) len: usize,
    pub(super) limit: Option<usize>,
    pub(super) above_limit: bool,
    pub(super) excesses: u64,
    pub(super) peak: usize,
    pub(super) entered: u64,
    pub(super) left: u64,
    pub(super) left_panicking: u64,
    #[serde(rename = "oldest_age_seconds", serialize_with = "maybe_seconds")]
    pub(super) oldest_age: Option<Duration>,
    pub(super) entries: Vec<Entry>,
    #[serde(serialize_with = "points")]
    pub(super) samples: Vec<Point>,
}

#[derive(Serialize)]
pub(super) struct Entry {
    #[serde(rename = "age_seconds", serialize_with = "seconds")]
    pub(super) age: Duration,
    pub(super) file: &'static str,
    pub(super) line: u32,
    pub(super) column: u32,
    /// Left out, rather than null, where keys are not shown: whoever reads it can tell that there was no question of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) key: Option<String>,
}

/// How many entries there were a while ago.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Point {
    pub(super) ago: Duration,
    pub(super) len: usize,
}

impl View {
    pub(super) fn of(page: &Page, entries_at_most: usize) -> Self {
        let watched = page.registry.identified();
        let mut maps: Vec<_> = watched.iter().map(|(id, map)| Map::of(*id, &**map, entries_at_most)).collect();
        drop(watched);

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
    fn of(id: crate::watch::Id, map: &dyn Watched, entries_at_most: usize) -> Self {
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
            left: stats.left,
            left_panicking: stats.left_panicking,
            oldest_age: stats.oldest_age,
            // A map of a user's may not know what "at most" means.
            entries: map.shown(entries_at_most).into_iter().take(entries_at_most).map(Entry::of).collect(),
            samples: Vec::new(),
        }
    }
}

impl Entry {
    fn of(Shown { sighting, key }: Shown) -> Self {
        let location = sighting.location;
        Self {
            age: sighting.age,
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

fn seconds<S: Serializer>(duration: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    // To the millisecond: ages are no more exact, and their digits would be noise.
    let milliseconds = duration.as_secs_f64() * 1e3;
    serializer.serialize_f64(milliseconds.round() / 1e3)
}

#[expect(clippy::ref_option, reason = "serde passes the field")]
fn maybe_seconds<S: Serializer>(duration: &Option<Duration>, serializer: S) -> Result<S::Ok, S::Error> {
    match duration {
        Some(duration) => seconds(duration, serializer),
        None => serializer.serialize_none(),
    }
}

fn points<S: Serializer>(points: &[Point], serializer: S) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Sample {
        #[serde(serialize_with = "seconds")]
        age_seconds: Duration,
        len: usize,
    }
    let mut samples = serializer.serialize_seq(Some(points.len()))?;
    for point in points {
        samples.serialize_element(&Sample { age_seconds: point.ago, len: point.len })?;
    }
    samples.end()
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
