//! A map, whatever its keys and values are.

use super::Shown;
use crate::{InflightMap, Stats, UniqueMap};
use core::{panic::Location, time::Duration};
use std::{sync::LazyLock, vec::Vec};

/// A map as those see it who watch it: without its types.
///
/// Implemented by [`InflightMap`], [`UniqueMap`] and `FlightMap`; implement it for a map of your own that counts.
///
/// # Examples
///
/// ```
/// use scoped_entry::{InflightMap, UniqueMap, watch::Watched};
///
/// let uploads = InflightMap::<u64>::builder().name("uploads").build();
/// let payments = UniqueMap::<String>::builder().name("payments").build();
/// let maps: [&dyn Watched; 2] = [&uploads, &payments];
///
/// let guard = uploads.enter(7, ());
/// assert_eq!(maps.map(|map| (map.name(), map.stats().len)), [(Some("uploads"), 1), (Some("payments"), 0)]);
/// # drop(guard);
/// ```
pub trait Watched: Send + Sync {
    /// The name that it was built with.
    fn name(&self) -> Option<&str>;

    /// What it has counted.
    fn stats(&self) -> Stats;

    /// Its oldest entries, oldest first, at most `most` of them.
    fn sightings(&self, most: usize) -> Vec<Sighting>;

    /// The same for a page that people look at: with the keys, where it was agreed to show them
    /// ([`Registry::watch_with_keys`](super::Registry::watch_with_keys)). A map by itself shows none.
    fn shown(&self, most: usize) -> Vec<Shown> {
        self.sightings(most).into_iter().map(|sighting| Shown::new(sighting, None)).collect()
    }
}

/// An entry as those see it who watch its map: how old it is and where it was made.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Sighting {
    /// How long ago it was made, as exactly as [`Live::age`](crate::Live::age) is.
    pub age: Duration,
    /// Where it was made: the annotated function, or the call of `enter`.
    pub location: &'static Location<'static>,
}

impl Sighting {
    /// An entry of a map of your own.
    #[must_use]
    pub const fn new(age: Duration, location: &'static Location<'static>) -> Self {
        Self { age, location }
    }
}

impl<K: Send, V: Send> Watched for InflightMap<K, V> {
    fn name(&self) -> Option<&str> {
        self.name()
    }

    fn stats(&self) -> Stats {
        self.stats()
    }

    fn sightings(&self, most: usize) -> Vec<Sighting> {
        self.sightings(most)
    }
}

impl<K: Send, V: Send, S: Send + Sync> Watched for UniqueMap<K, V, S> {
    fn name(&self) -> Option<&str> {
        self.name()
    }

    fn stats(&self) -> Stats {
        self.stats()
    }

    fn sightings(&self, most: usize) -> Vec<Sighting> {
        self.sightings(most)
    }
}

macro_rules! forward {
    ($([$($generics:tt)*] $pointer:ty),* $(,)?) => {$(
        impl<$($generics)*> Watched for $pointer {
            fn name(&self) -> Option<&str> {
                (**self).name()
            }

            fn stats(&self) -> Stats {
                (**self).stats()
            }

            fn sightings(&self, most: usize) -> Vec<Sighting> {
                (**self).sightings(most)
            }

            fn shown(&self, most: usize) -> Vec<Shown> {
                (**self).shown(most)
            }
        }
    )*};
}

// A map with a name is made by a builder, which takes a `LazyLock` in a `static`.
forward! {
    [M: Watched + ?Sized] &M,
    [M: Watched, F: FnOnce() -> M + Send] LazyLock<M, F>,
}
