//! How guards insert entries into a [`UniqueMap`] and remove them.

use super::{
    UniqueMap,
    engine::{
        record::{Origin, Record},
        table::{MixedHash, TableSlot},
        thread_clock,
        timestamp::Timestamp,
    },
};
use crate::entry::{CallSite, EntryMap, Occupied, UniqueKeys, key_policy};
use core::hash::{BuildHasher, Hash};

/// Identifies an entry of a [`UniqueMap`] by the hash of its key and by a timestamp that no other entry of the shard
/// ever has.
#[derive(Debug)]
#[must_use = "nothing else removes the entry"]
pub struct UniqueTicket {
    hash: MixedHash,
    timestamp: Timestamp,
}

impl<K: Eq + Hash, V, S: BuildHasher> EntryMap for UniqueMap<K, V, S> {
    type Key = K;
    type KeyPolicy = key_policy::Unique;
    type Value = V;
    type Ticket = UniqueTicket;

    // Not inlined: a copy in every annotated function would cost code size and gain nothing.
    #[inline(never)]
    fn remove_entry(&self, UniqueTicket { hash, timestamp }: UniqueTicket) {
        let mut locked = self.core.lock_shard(self.core.shard_of(hash.shard_number()));
        let removed = locked.contents().remove(hash, timestamp);
        if removed.is_some() {
            self.core.exit(locked);
        } else {
            drop(locked);
        }
        drop(removed);
    }
}

#[cfg(feature = "single-flight")]
impl<K: Eq + Hash, V, S: BuildHasher> UniqueMap<K, V, S> {
    /// Makes an entry that of another call, which is inserted now: it counts as one that was removed and one that was
    /// inserted, but its key is never vacant. Returns its new ticket.
    pub(crate) fn renew_entry(&self, ticket: UniqueTicket, at: &CallSite, panicked: bool) -> UniqueTicket {
        let UniqueTicket { hash, timestamp } = ticket;
        let now = thread_clock::now();
        let mut locked = self.core.lock_shard(self.core.shard_of(hash.shard_number()));
        let origin = Origin { timestamp: now, location: at.location() };
        let Some(renewed) = locked.contents().renew(hash, timestamp, origin) else { return ticket };
        locked.count_as_another(panicked);
        drop(locked);
        if renewed != now {
            thread_clock::advance_to(renewed);
        }
        UniqueTicket { hash, timestamp: renewed }
    }
}

impl<K: Eq + Hash, V, S: BuildHasher> UniqueKeys for UniqueMap<K, V, S> {
    #[inline(never)]
    fn try_insert_entry<R>(
        &self,
        key: K,
        value: V,
        at: CallSite,
        occupied: impl FnOnce(&V) -> R,
    ) -> Result<UniqueTicket, Occupied<K, V, R>> {
        let hash = MixedHash::of(self.hasher.hash_one(&key));
        let now = thread_clock::now();
        // Declared last: if `Eq` or `occupied` panics, the lock is released before the key and the value drop.
        let mut locked = self.core.lock_shard(self.core.shard_of(hash.shard_number()));
        let vacancy = match locked.contents().entry(hash, &key) {
            TableSlot::Vacant(vacancy) => vacancy,
            TableSlot::Occupied(existing) => {
                let existing = occupied(existing);
                drop(locked);
                return Err(Occupied { key, value, existing });
            }
        };
        let origin = Origin { timestamp: now, location: at.location() };
        let timestamp = vacancy.insert(hash, Record { key, value, origin });
        if timestamp != now {
            thread_clock::advance_to(timestamp);
        }
        let due = locked.enter(now);
        Ok(self.core.report_if_due(due, UniqueTicket { hash, timestamp }, |ticket| self.remove_entry(ticket)))
    }
}
