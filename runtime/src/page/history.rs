//! Recent lengths of the maps, for the charts.
//!
//! Requests and [`Page::sample`](super::Page::sample) add the samples, since the crate has no thread or timer of its own.

use crate::{observe::Id, poison::lock};
use core::time::Duration;
use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    sync::Mutex,
    time::Instant,
    vec::Vec,
};

/// The period that the charts show.
pub(super) const WINDOW: Duration = Duration::from_secs(300);

/// The shortest time between two samples, however many requests come in. A map has at most 301 samples, about 12 KB.
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
    /// Stores a sample of each map whose last one is old enough, and discards the samples of all other maps.
    ///
    /// Returns the samples of each map in `lens`, oldest first. The last one is always the given length.
    pub(super) fn add(&self, now: Instant, lens: &[(Id, usize)]) -> Vec<Vec<Sample>> {
        let mut tracks = lock(&self.tracks);
        let present: BTreeSet<_> = lens.iter().map(|(id, _)| *id).collect();
        tracks.retain(|id, _| present.contains(id));
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
        let [id] = ids(&registry)[..] else { panic!("one map is registered") };
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
    fn discards_the_samples_of_dropped_maps() {
        let maps = [(); 2].map(|()| Arc::new(InflightMap::<u8>::new()));
        let registry = Registry::new();
        for map in &maps {
            registry.watch(map);
        }
        let [first, second] = ids(&registry)[..] else { panic!("two maps are registered") };
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
