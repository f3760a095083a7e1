//! An entry as its shard stores it.

use super::{super::EntryInfo, chunk::Aged, timestamp::Timestamp};
use core::panic::Location;

/// An entry; or a view of one, if `K` and `V` are references.
#[derive(Clone, Copy)]
pub(crate) struct Record<K, V> {
    pub(crate) key: K,
    pub(crate) value: V,
    pub(crate) origin: Origin,
}

/// The time and the location in the source at which an entry was inserted.
#[derive(Clone, Copy)]
pub(crate) struct Origin {
    pub(crate) timestamp: Timestamp,
    pub(crate) location: &'static Location<'static>,
}

impl Origin {
    pub(super) fn info(self, now: Timestamp) -> EntryInfo {
        EntryInfo::new(now.since(self.timestamp), self.location)
    }
}

impl<K, V> Aged for Record<K, V> {
    #[inline]
    fn is_older_than(&self, other: &Self) -> bool {
        self.origin.timestamp < other.origin.timestamp
    }
}
