//! dashmap's `DashMap` and `DashSet` as entry maps (feature `dashmap`).
//!
//! ```
//! use dashmap::DashMap;
//! use scoped_entry::scoped_entry;
//!
//! struct Service {
//!     jobs: DashMap<String, u64>,
//! }
//!
//! impl Service {
//!     #[scoped_entry(map = self.jobs, key = name, value = 0, occupied = return Err("already running"))]
//!     async fn run(&self, name: &str) -> Result<u64, &'static str> {
//!         // Other threads see the progress. The reference is a temporary of this statement.
//!         *self.jobs.get_mut(name).unwrap() += 1;
//!         self.step().await;
//!         Ok(*self.jobs.get(name).unwrap())
//!     }
//!     # async fn step(&self) {}
//! }
//! # use std::{future::Future, pin::pin, task::{Context, Poll, Waker}};
//! # let service = Service { jobs: DashMap::new() };
//! # let done = pin!(service.run("index")).poll(&mut Context::from_waker(Waker::noop()));
//! # assert_eq!(done, Poll::Ready(Ok(1)));
//! # assert!(service.jobs.is_empty());
//! ```
//!
//! Entries are removed by key; the [rules for all adapters](super#rules-for-all-adapters) apply.
//!
//! # Deadlocks
//!
//! Inserting and removing an entry takes the write lock of its shard. Every reference into a `DashMap` holds a lock of a
//! shard, too, and other keys share that shard: `Ref`, `RefMut`, an `Entry`, an iterator and its items. A thread that holds
//! one while it inserts or removes an entry of the same shard deadlocks:
//!
//! | in an annotated function | result |
//! |---|---|
//! | a reference in the body, also in its tail expression | fine: it is released before the entry is removed |
//! | a reference in the body during a call of another function annotated with the same map | deadlocks if the two keys share a shard: end the reference first |
//! | a reference held across an `.await` | deadlocks if the next task on the thread inserts or removes an entry of that shard: end the reference first |
//! | a reference that is returned or stored where it outlives the call | the removal deadlocks: return a clone |
//! | an argument that reads the map, such as `key = self.names.get(&id).unwrap().clone()` if `names` is the `map` | deadlocks if the two keys share a shard: use a block, `key = { … }`, which ends the reference first |
//! | `value = self.jobs.len()`; `len`, `is_empty`, `iter`, `retain`, `clear` in the body | fine while no reference is held: they lock every shard, one after another |
//! | `occupied = \|existing\| …` | fine: the value is cloned under the shard's lock, the expression runs after the lock is released |
//!
//! Clippy finds references held across an `.await` with `await-holding-invalid-types = ["dashmap::mapref::one::Ref",
//! "dashmap::mapref::one::RefMut"]` in `clippy.toml`.
//!
//! `DashMap::len` locks every shard. [`UniqueMap`](crate::UniqueMap) reads its length without a lock.
//!
//! # Destructors
//!
//! A removed key and value drop after the lock is released. A `DashMap` gives the key and the value of a rejected call
//! back. A `DashSet` drops the rejected key under the lock of the shard, and the call gets a clone of it back.
//!
//! If `Hash`, `Eq` or the `Clone` in `occupied` panics, the panic propagates out of the call. The key may then drop under
//! the lock. The lock does not poison.

use crate::entry::{CallSite, EntryMap, Occupied, UniqueKeys, key_policy};
use ::dashmap::{DashMap, DashSet, Entry};
use core::hash::{BuildHasher, Hash};

/// Removes by key, under the write lock of the key's shard. A thread that holds a reference into the map deadlocks; see
/// [`adapters::dashmap`](crate::adapters::dashmap).
#[diagnostic::do_not_recommend]
impl<K: Clone + Eq + Hash, V, S: BuildHasher + Clone> EntryMap for DashMap<K, V, S> {
    type Key = K;
    type KeyPolicy = key_policy::Unique;
    type Value = V;
    type Ticket = K;

    #[inline]
    fn remove_entry(&self, key: K) {
        // `remove` returns after it has unlocked the shard, so the key and the value drop outside the lock.
        let removed = self.remove(&key);
        drop(removed);
    }
}

#[diagnostic::do_not_recommend]
impl<K: Clone + Eq + Hash, V, S: BuildHasher + Clone> UniqueKeys for DashMap<K, V, S> {
    #[inline]
    fn try_insert_entry<R>(
        &self,
        key: K,
        value: V,
        _: CallSite,
        occupied: impl FnOnce(&V) -> R,
    ) -> Result<K, Occupied<K, V, R>> {
        // `Clone` is user code: it runs before the lock is taken.
        let ticket = key.clone();
        match self.entry(key) {
            Entry::Vacant(vacant) => {
                // The returned reference holds the shard's lock.
                drop(vacant.insert(value));
                Ok(ticket)
            }
            Entry::Occupied(taken) => {
                let existing = occupied(taken.get());
                // `into_key` unlocks the shard.
                let key = taken.into_key();
                Err(Occupied { key, value, existing })
            }
        }
    }
}

/// Removes by key, as `DashMap` does.
#[diagnostic::do_not_recommend]
impl<K: Clone + Eq + Hash, S: BuildHasher + Clone> EntryMap for DashSet<K, S> {
    type Key = K;
    type KeyPolicy = key_policy::Unique;
    type Value = ();
    type Ticket = K;

    #[inline]
    fn remove_entry(&self, key: K) {
        let removed = self.remove(&key);
        drop(removed);
    }
}

/// If the key is already present, the set drops the key of the rejected call under the shard's lock. The call gets a clone
/// of it back.
#[diagnostic::do_not_recommend]
impl<K: Clone + Eq + Hash, S: BuildHasher + Clone> UniqueKeys for DashSet<K, S> {
    #[inline]
    fn try_insert_entry<R>(
        &self,
        key: K,
        value: (),
        _: CallSite,
        occupied: impl FnOnce(&()) -> R,
    ) -> Result<K, Occupied<K, (), R>> {
        let ticket = key.clone();
        if self.insert(key) { Ok(ticket) } else { Err(Occupied { key: ticket, value, existing: occupied(&()) }) }
    }
}
