//! The traits by which a registry reads a map of any key and value types.

use super::{observed_entry::ObservedEntry, waits::Waits};
use crate::maps::{EntryInfo, InflightMap, Stats, UniqueMap};
use std::{sync::LazyLock, vec::Vec};

/// A map that a [`Registry`](super::Registry) can export: its name, its statistics and its oldest entries, without its
/// key and value types.
///
/// Implemented for [`InflightMap`], [`UniqueMap`] and [`FlightMap`](crate::FlightMap). Implement it to export a map of
/// your own. The methods are called without any lock of the registry.
///
/// # Examples
///
/// ```
/// use scoped_entry::{InflightMap, UniqueMap, observe::Observed};
///
/// let uploads = InflightMap::<u64>::builder().name("uploads").build();
/// let payments = UniqueMap::<String>::builder().name("payments").build();
/// let maps: [&dyn Observed; 2] = [&uploads, &payments];
///
/// let guard = uploads.enter(7, ());
/// assert_eq!(maps.map(|map| (map.name(), map.stats().len)), [(Some("uploads"), 1), (Some("payments"), 0)]);
/// # drop(guard);
/// ```
pub trait Observed: Send + Sync {
    /// Returns the name of the map, or `None`.
    fn name(&self) -> Option<&str>;

    /// Returns the statistics of the map. For an [`InflightMap`] O(n / 1,024), for a [`UniqueMap`] O(n), to find the
    /// oldest entry.
    fn stats(&self) -> Stats;

    /// Returns the oldest entries, oldest first, at most `max`. For the maps of this crate O(n).
    fn oldest_entries(&self, max: usize) -> Vec<EntryInfo>;

    /// Returns the calls that wait for the results of others, or `None` for a map in which no call waits, which is the
    /// default.
    fn waits(&self) -> Option<Waits> {
        None
    }

    /// Returns the oldest entries for a dashboard, oldest first, at most `max`.
    ///
    /// They have keys only if the map was added by [`Registry::watch_with_keys`](super::Registry::watch_with_keys) or
    /// [`watch_static_with_keys`](super::Registry::watch_static_with_keys), and comes from that registry. The default
    /// implementation returns [`oldest_entries`](Self::oldest_entries) without keys.
    fn shown(&self, max: usize) -> Vec<ObservedEntry> {
        self.oldest_entries(max).into_iter().map(|info| ObservedEntry::new(info, None)).collect()
    }
}

/// A map that can return the keys of its oldest entries, as
/// [`Registry::watch_with_keys`](super::Registry::watch_with_keys) requires.
///
/// Implemented for [`InflightMap`], [`UniqueMap`] and [`FlightMap`](crate::FlightMap) if their keys are `Clone`.
pub trait ObservedKeys: Observed {
    /// The type of the keys.
    type Key;

    /// Returns the oldest entries, oldest first, at most `max`, each with a clone of its key.
    ///
    /// For the maps of this crate O(n). They clone at most `max` keys per shard, under its lock.
    fn oldest_entries_with_keys(&self, max: usize) -> Vec<(Self::Key, EntryInfo)>;
}

impl<K: Clone + Send, V: Send> ObservedKeys for InflightMap<K, V> {
    type Key = K;

    fn oldest_entries_with_keys(&self, max: usize) -> Vec<(K, EntryInfo)> {
        self.oldest_entries_with_keys(max)
    }
}

impl<K: Clone + Send, V: Send, S: Send + Sync> ObservedKeys for UniqueMap<K, V, S> {
    type Key = K;

    fn oldest_entries_with_keys(&self, max: usize) -> Vec<(K, EntryInfo)> {
        self.oldest_entries_with_keys(max)
    }
}

impl<M: ObservedKeys, F: FnOnce() -> M + Send> ObservedKeys for LazyLock<M, F> {
    type Key = M::Key;

    fn oldest_entries_with_keys(&self, max: usize) -> Vec<(M::Key, EntryInfo)> {
        (**self).oldest_entries_with_keys(max)
    }
}

impl<K: Send, V: Send> Observed for InflightMap<K, V> {
    fn name(&self) -> Option<&str> {
        self.name()
    }

    fn stats(&self) -> Stats {
        self.stats()
    }

    fn oldest_entries(&self, max: usize) -> Vec<EntryInfo> {
        self.oldest_entries(max)
    }
}

impl<K: Send, V: Send, S: Send + Sync> Observed for UniqueMap<K, V, S> {
    fn name(&self) -> Option<&str> {
        self.name()
    }

    fn stats(&self) -> Stats {
        self.stats()
    }

    fn oldest_entries(&self, max: usize) -> Vec<EntryInfo> {
        self.oldest_entries(max)
    }
}

macro_rules! forward {
    ($([$($generics:tt)*] $pointer:ty),* $(,)?) => {$(
        impl<$($generics)*> Observed for $pointer {
            fn name(&self) -> Option<&str> {
                (**self).name()
            }

            fn stats(&self) -> Stats {
                (**self).stats()
            }

            fn oldest_entries(&self, max: usize) -> Vec<EntryInfo> {
                (**self).oldest_entries(max)
            }

            fn waits(&self) -> Option<Waits> {
                (**self).waits()
            }

            fn shown(&self, max: usize) -> Vec<ObservedEntry> {
                (**self).shown(max)
            }
        }
    )*};
}

// `LazyLock`, since a builder is not `const`: a map with a name in a `static` needs one.
forward! {
    [M: Observed + ?Sized] &M,
    [M: Observed, F: FnOnce() -> M + Send] LazyLock<M, F>,
}
