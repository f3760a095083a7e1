//! The contents of a shard: its entries, whether it is closed, and how many of its entries were completed.

use super::{
    super::engine::{
        core::Contents,
        record::Record,
        table::{MixedHash, Table, TableSlot},
        timestamp::Timestamp,
    },
    cell::ReplyCell,
    stats::Counts,
    waiter::Waiter,
};
use core::borrow::Borrow;
use std::sync::Arc;

pub(super) type Reply<R> = Arc<ReplyCell<R>>;

pub(crate) struct PendingShard<K, R> {
    table: Table<K, Reply<R>>,
    /// Under the shard's lock, so that an entry is inserted either before `close` empties the shard, or not at all.
    pub(super) is_closed: bool,
    pub(super) counts: Counts,
}

/// An entry that has been completed and removed. Its parts drop without a lock.
pub(super) struct Completed<K, R> {
    pub(super) key: K,
    pub(super) cell: Reply<R>,
    pub(super) waiter: Option<Waiter>,
}

impl<K, R> Contents for PendingShard<K, R> {
    type Key = K;
    /// The cell is not shown.
    type Value = ();

    fn new() -> Self {
        Self { table: Table::new(), is_closed: false, counts: Counts::default() }
    }

    fn parts(&self) -> usize {
        self.table.parts()
    }

    fn part(&self, number: usize) -> impl Iterator<Item = Record<&K, &()>> {
        self.table.part(number).map(|Record { key, origin, .. }| Record { key, value: &(), origin })
    }

    fn layout(&self) -> u64 {
        self.table.layout()
    }
}

impl<K, R> PendingShard<K, R> {
    #[inline]
    pub(super) fn entry(&mut self, hash: MixedHash, key: &K) -> TableSlot<'_, K, Reply<R>>
    where
        K: Eq,
    {
        self.table.entry(hash, key)
    }

    pub(super) fn contains<Q: Eq + ?Sized>(&self, hash: MixedHash, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.table.find(hash, key).is_some()
    }

    #[inline]
    pub(super) fn remove(&mut self, hash: MixedHash, timestamp: Timestamp) -> Option<(K, Reply<R>)> {
        self.table.remove(hash, timestamp)
    }

    /// Removes the entry with this key, and stores its reply. If there is none, gives the reply back.
    ///
    /// The reply is stored under the shard's lock, so that a guard that no longer finds its entry finds the reply.
    #[inline]
    pub(super) fn complete<Q: Eq + ?Sized>(&mut self, hash: MixedHash, key: &Q, reply: R) -> Result<Completed<K, R>, R>
    where
        K: Borrow<Q>,
    {
        match self.table.remove_key(hash, key) {
            Some((key, cell)) => {
                let waiter = cell.complete(reply);
                self.counts.completed += 1;
                Ok(Completed { key, cell, waiter })
            }
            None => {
                self.counts.unclaimed += 1;
                Err(reply)
            }
        }
    }

    /// Closes the shard and removes its entries, in O(1). The caller closes their cells, without a lock.
    pub(super) fn close(&mut self) -> impl ExactSizeIterator<Item = (K, Reply<R>)> + use<K, R> {
        self.is_closed = true;
        let removed = self.table.remove_all();
        self.counts.closed += removed.len() as u64;
        removed
    }
}
