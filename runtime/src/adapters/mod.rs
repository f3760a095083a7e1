//! Maps that you already have: a [`Mutex`](std::sync::Mutex)`<HashMap<…>>`, a `DashMap`, and other std and third-party maps.
//!
//! Enable the feature of the map and write `map = self.jobs`. There is nothing to call: with its feature enabled, the map
//! *is* an [`EntryMap`](crate::EntryMap) with [unique keys](crate::UniqueKeys).
//!
//! | you have | feature | notes |
//! |---|---|---|
//! | std `Mutex`, `RwLock` around std's `HashMap`, `HashSet`, `BTreeMap`, `BTreeSet` | `std` (default) | [in a lock](#in-a-lock) |
//! | `parking_lot` 0.12's `Mutex`, `FairMutex`, `RwLock`, and other locks made with `lock_api` 0.4 | `parking_lot`, or `lock_api`: the same | [in a lock](#in-a-lock) |
//! | `parking_lot` 0.13's, made with `lock_api` 0.5 | `parking_lot013`, or `lock_api05`: the same | [in a lock](#in-a-lock) |
//! | hashbrown 0.17's `HashMap`, `HashSet` in a lock | `hashbrown` | [in a lock](#in-a-lock) |
//! | indexmap 2's `IndexMap`, `IndexSet` in a lock | `indexmap` | [in a lock](#in-a-lock); order |
//! | dashmap 6's `DashMap`, `DashSet` | `dashmap` | [`dashmap`](dashmap/index.html) |
//! | papaya 0.2's `HashMap`, `HashSet` | `papaya` | [`papaya`](papaya/index.html) |
//! | scc 3's `HashMap`, `HashSet`, `HashIndex`, `TreeIndex` | `scc` | [`scc`](scc/index.html) |
//! | another collection in a lock | – | implement [`KeyedCollection`] |
//! | another concurrent map | – | implement [`EntryMap`](crate::EntryMap); see the [example](#a-map-of-your-own) |
//!
//! The features support the listed versions only. To use another version, wrap its map in a struct of your own and
//! implement one of the two traits for that struct. Test your implementation with
//! [`conformance`](../conformance/index.html) (feature `conformance`).
//!
//! # Rules for all adapters
//!
//! **Nothing else may remove.** A guard keeps a clone of the key, which is why keys are `Clone`, and removes by that key.
//! If other code removes an entry whose guard is alive, and another call then enters with the same key, the first guard
//! removes the entry of the second call: these maps keep no identity that would tell the two entries apart. The address of
//! a value, stable in papaya for example, is no identity either. Updating a value, which is allowed, replaces it at
//! another address, and the guard would then not find its entry. [`InflightMap`](crate::InflightMap) and
//! [`UniqueMap`](crate::UniqueMap) remove by identity and do not have this limitation.
//!
//! **You may change values in place**, in every way that the map offers.
//!
//! **Code that runs under the map's lock must not use the same map.** This includes `Hash`, `Eq` and `Ord` of the keys, and
//! the `Clone` of the value in `occupied = |existing| …`.
//!
//! **Do not return the map's own lock guard or a reference into the map.** The removal would wait for a lock that your
//! return value holds, and deadlock. Return a clone or an `Arc`. References that stay in the body are fine: a std
//! `MutexGuard`, a `DashMap` `Ref` or an scc `OccupiedEntry` is released before the entry is removed, even in a tail
//! expression of edition 2021.
//!
//! **Do not hold such a reference across an `.await`.** The next task on the thread may have an entry to remove, and then
//! waits for a lock that only this thread can release. `InflightMap` and `UniqueMap` never return such references.
//!
//! # In a lock
//!
//! The lock is held only for the insertion and the removal. A removed key and value drop after the lock is released, and so
//! does the value of a rejected call. The key of a rejected call drops under the lock, and the call gets a clone of it
//! back.
//!
//! A `RwLock` is locked for writing. A poisoned std lock is used all the same, and the flag is not cleared; other locks do
//! not poison. No adapter depends on the lock being fair.
//!
//! An `IndexMap` or `IndexSet` loses its order when an entry exits: the removal is a `swap_remove`, which takes constant
//! time and moves the last entry into the gap. Keeping the order would move all later entries, under the lock, at every
//! return.
#![cfg_attr(
    feature = "lock_api",
    doc = r#"
```
use parking_lot::RwLock;
use scoped_entry::scoped_entry;
use std::collections::HashMap;

struct Service {
    jobs: RwLock<HashMap<String, u64>>,
}

impl Service {
    #[scoped_entry(map = self.jobs, key = name, value = size, occupied = |size| return Err(size))]
    fn run(&self, name: &str, size: u64) -> Result<(), u64> {
        assert_eq!(self.jobs.read().get(name), Some(&size));
        if size == 1 {
            return self.run(name, 2); // is rejected: this call holds the key
        }
        Ok(())
    }
}

let service = Service { jobs: RwLock::default() };
assert_eq!(service.run("index", 0), Ok(()));
assert_eq!(service.run("index", 1), Err(1));
assert!(service.jobs.read().is_empty());
```
"#
)]
#![cfg_attr(
    feature = "indexmap",
    doc = r#"
```
use indexmap::IndexMap;
use scoped_entry::scoped_entry;
use std::{hash::RandomState, sync::Mutex};

type Uploads = Mutex<IndexMap<u64, &'static str, RandomState>>;

#[scoped_entry(map = *uploads, key = id, value = name, occupied = return None)]
fn upload(uploads: &Uploads, id: u64, name: &'static str) -> Option<&'static str> {
    uploads.lock().unwrap().last().map(|(_, name)| *name)
}

let uploads = Uploads::default();
assert_eq!(upload(&uploads, 7, "a.pdf"), Some("a.pdf"));
assert!(uploads.lock().unwrap().is_empty());
```
"#
)]
#![cfg_attr(
    feature = "hashbrown",
    doc = r"
```
use scoped_entry::scoped_entry;
use std::{hash::RandomState, sync::Mutex};

type Sessions = Mutex<hashbrown::HashSet<u64, RandomState>>;

#[scoped_entry(map = *sessions, key = id, occupied = return false)]
fn open(sessions: &Sessions, id: u64) -> bool {
    sessions.lock().unwrap().contains(&id)
}

let sessions = Sessions::default();
assert!(open(&sessions, 7));
assert!(sessions.lock().unwrap().is_empty());
```
"
)]
//!
//! # A map of your own
//!
//! A slab chooses the index of each entry, and the index identifies the entry until it is removed. As an entry map, a slab
//! therefore has shared keys: a key is never occupied.
//!
//! ```
//! use scoped_entry::{CallSite, EntryMap, SharedKeys, key_policy, scoped_entry};
//! use slab::Slab;
//! use std::sync::Mutex;
//!
//! #[derive(Default)]
//! struct Requests(Mutex<Slab<(String, u64)>>);
//!
//! impl EntryMap for Requests {
//!     type Key = String;
//!     type KeyPolicy = key_policy::Shared;
//!     type Value = u64;
//!     /// The index in the slab. It stays this entry's until the removal, because only guards remove.
//!     type Ticket = usize;
//!
//!     fn remove_entry(&self, index: usize) {
//!         // This statement releases the lock before the removed entry drops.
//!         let removed = self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).try_remove(index);
//!         drop(removed);
//!     }
//! }
//!
//! impl SharedKeys for Requests {
//!     fn insert_entry(&self, path: String, started: u64, _: CallSite) -> usize {
//!         self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).insert((path, started))
//!     }
//! }
//!
//! #[scoped_entry(map = requests, key = path, value = 12)]
//! fn serve(requests: &Requests, path: &str) -> usize {
//!     requests.0.lock().unwrap().len()
//! }
//!
//! let requests = Requests::default();
//! assert_eq!(serve(&requests, "/"), 1);
//! assert!(requests.0.lock().unwrap().is_empty());
//! ```

mod collection;
mod collections;
#[cfg(feature = "dashmap")]
pub mod dashmap;
#[cfg(any(feature = "std", feature = "lock_api", feature = "lock_api05"))]
mod locks;
#[cfg(feature = "papaya")]
pub mod papaya;
#[cfg(feature = "scc")]
pub mod scc;

pub use collection::KeyedCollection;
