//! What a registry sees of a map, whatever its key and value types are.

use super::observed_entry::ObservedEntry;
use crate::maps::{EntryInfo, InflightMap, Stats, UniqueMap};
use std::{sync::LazyLock, vec::Vec};

/// A map as those see it who watch it: without its types.
///
/// Implemented by [`InflightMap`], [`UniqueMap`] and `FlightMap`; implement it for a map of your own that counts.
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
    /// The name that it was built with.
    fn name(&self) -> Option<&str>;

    /// What it has counted.
    fn stats(&self) -> Stats;

    /// Its oldest entries, oldest first, at most `max` of them.
    fn oldest_entries(&self, max: usize) -> Vec<EntryInfo>;

    /// The same for a page that people look at: with the keys, where it was agreed to show them
    /// ([`Registry::watch_with_keys`](super::Registry::watch_with_keys)). A map by itself shows none.
    fn shown(&self, max: usize) -> Vec<ObservedEntry> {
        self.oldest_entries(max).into_iter().map(|info| ObservedEntry::new(info, None)).collect()
    }
}

/// A map that can be asked for the keys of its oldest entries.
///
/// Implemented by [`InflightMap`], [`UniqueMap`] and `FlightMap` whose keys are `Clone`; what
/// [`Registry::watch_with_keys`](super::Registry::watch_with_keys) takes.
pub trait ObservedKeys: Observed {
    /// The keys of its entries.
    type Key;

    /// Its oldest entries, oldest first, at most `max` of them, each with a clone of its key.
    ///
    /// The maps of this crate clone under a shard's lock, at most `max` keys a shard.
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

            fn shown(&self, max: usize) -> Vec<ObservedEntry> {
                (**self).shown(max)
            }
        }
    )*};
}

// A map with a name is made by a builder, which takes a `LazyLock` in a `static`.
forward! {
    [M: Observed + ?Sized] &M,
    [M: Observed, F: FnOnce() -> M + Send] LazyLock<M, F>,
}
