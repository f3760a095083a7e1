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
//!         // Progress, seen by others; the reference is a temporary of this statement.
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
//! Entries are removed by key, as [all bare maps](super) do it.
//!
//! # Deadlocks
//!
//! An entry is made and removed under the write lock of its shard, and every reference into a `DashMap` – `Ref`,
//! `RefMut`, an `Entry`, an iterator and what it yields – holds its shard's lock, which other keys share. Whoever holds
//! one on the same thread while an entry is made or removed may wait for ever:
//!
//! | in an annotated function | what happens |
//! |---|---|
//! | a reference in the body, also in its tail expression | released before the entry ends |
//! | a reference in the body while it calls another function that is annotated with the same map | waits for ever if the two keys share a shard: end the reference first |
//! | a reference held across an `.await` | waits for ever if the thread's next task makes or removes an entry of that shard: end it first |
//! | a returned reference, or one put where it outlives the call | the removal waits for ever: return a clone |
//! | an argument that looks into the map, `key = self.names.get(&id).unwrap().clone()`, where `names` is the `map` | put it into a block, `key = { … }`, so that the reference ends first |
//! | `value = self.jobs.len()`, and `is_empty`, `iter`, `retain`, `clear` in the body | fine, unless a reference is held: each takes the lock of every shard |
//! | `occupied = \|existing\| …` | the clone is made under the shard's lock, the expression runs after it is released |
//!
//! Clippy can watch the `.await`s: `await-holding-invalid-types = ["dashmap::mapref::one::Ref",
//! "dashmap::mapref::one::RefMut"]` in `clippy.toml`.
//!
//! The length takes a lock for each shard. To watch how many entries there are, [`UniqueMap`](crate::UniqueMap) needs none.
//!
//! # Destructors
//!
//! What is removed drops after the lock is released. A `DashMap` gives a refused call its key and value back; a `DashSet`
//! drops the refused key under the lock of the shard, and the call gets a clone of it. If `Hash`, `Eq` or the `Clone` of
//! `occupied` panics, the panic leaves the call and its key may drop under the lock, which does not poison.

use crate::entry::{CallSite, EntryMap, Occupied, UniqueKeys, key_policy};
use ::dashmap::{DashMap, DashSet, Entry};
use core::hash::{BuildHasher, Hash};

/// Removes by key, under the write lock of the key's shard: no reference into the map may be held on the same thread.
/// See [`adapters::dashmap`](crate::adapters::dashmap).
#[diagnostic::do_not_recommend]
impl<K: Clone + Eq + Hash, V, S: BuildHasher + Clone> EntryMap for DashMap<K, V, S> {
    type Key = K;
    type KeyPolicy = key_policy::Unique;
    type Value = V;
    type Ticket = K;

    #[inline]
    fn remove_entry(&self, key: K) {
        // Answered when the shard is unlocked, so that it drops outside the lock.
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
        // Before the lock is taken: `Clone` is a user's code.
        let ticket = key.clone();
        match self.entry(key) {
            Entry::Vacant(vacant) => {
                // The reference it answers holds the shard.
                drop(vacant.insert(value));
                Ok(ticket)
            }
            Entry::Occupied(taken) => {
                let existing = occupied(taken.get());
                // Unlocks the shard.
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

/// Where the key is taken, the set drops the key of the refused call under the shard's lock; a clone of it is given
/// back.
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
