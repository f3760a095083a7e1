//! How long the maps were a while ago.
//!
//! Filled by those who look, and by [`Page::sample`](super::Page::sample): the crate has no thread and no timer of its
//! own that could do it.

use crate::{observe::Id, poison::lock};
use core::time::Duration;
use std::{
    collections::{BTreeMap, VecDeque},
    sync::Mutex,
    time::Instant,
    vec::Vec,
};

/// What the charts show.
pub(super) const WINDOW: Duration = Duration::from_secs(300);

/// However many look, samples are no closer than this: a map takes 300 of them, and 12 KB, at most.
const SPACING: Duration = Duration::from_secs(1);

#[derive(Debug, Default)]
pub(super) struct History {
    tracks: Mutex<BTreeMap<Id, VecDeque<Sample>>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sample {
    pub(super) at: Instant,
    pub(super) len: usize,
}

impl History {
    /// Adds a sample of each map, where it is time for one, and forgets the maps that are not among them.
    ///
    /// Returns the samples of each, oldest first; the last one is the one that was given.
    pub(super) fn add(&self, now: Instant, lens: &[(Id, usize)]) -> Vec<Vec<Sample>> {
        let mut tracks = lock(&self.tracks);
        tracks.retain(|id, _| lens.iter().any(|(there, _)| there == id));
        lens.iter()
            .map(|(id, len)| {
                let track = tracks.entry(*id).or_default();
                let latest = Sample { at: now, len: *len };
                while track.front().is_some_and(|sample| now.saturating_duration_since(sample.at) > WINDOW) {
                    track.pop_front();
                }
                let mut samples: Vec<_> = track.iter().copied().collect();
                samples.push(latest);
                if track.back().is_none_or(|last| now.saturating_duration_since(last.at) >= SPACING) {
                    track.push_back(latest);
                }
                samples
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{History, Sample};
    use crate::{InflightMap, observe::Registry};
    use core::time::Duration;
    use std::{sync::Arc, time::Instant, vec, vec::Vec};

    fn ids(registry: &Registry) -> Vec<crate::observe::Id> {
        registry.identified().into_iter().map(|(id, _)| id).collect()
    }

    #[test]
    fn keeps_one_sample_a_second_for_five_minutes() {
        let map = Arc::new(InflightMap::<u8>::new());
        let registry = Registry::new();
        registry.watch(&map);
        let [id] = ids(&registry)[..] else { panic!("one map is watched") };
        let history = History::default();
        let start = Instant::now();
        for tenths in 0..4_000 {
            history.add(start + Duration::from_millis(100 * tenths), &[(id, usize::try_from(tenths).unwrap())]);
        }
        let now = start + Duration::from_secs(400);
        let samples = &history.add(now, &[(id, 7)])[0];
        assert_eq!(samples.len(), 301);
        assert_eq!(samples[0], Sample { at: start + Duration::from_secs(100), len: 1_000 });
        assert_eq!(samples[300], Sample { at: now, len: 7 });
    }

    #[test]
    fn forgets_the_maps_that_are_gone() {
        let maps = [(); 2].map(|()| Arc::new(InflightMap::<u8>::new()));
        let registry = Registry::new();
        for map in &maps {
            registry.watch(map);
        }
        let [first, second] = ids(&registry)[..] else { panic!("two maps are watched") };
        let history = History::default();
        let now = Instant::now();
        history.add(now, &[(first, 1), (second, 2)]);
        let later = now + Duration::from_secs(2);
        history.add(later, &[(second, 3)]);
        let samples = history.add(later + Duration::from_secs(2), &[(first, 4), (second, 5)]);
        let lens: Vec<Vec<_>> = samples.iter().map(|track| track.iter().map(|sample| sample.len).collect()).collect();
        assert_eq!(lens, [vec![4], vec![2, 3, 5]]);
    }
}
