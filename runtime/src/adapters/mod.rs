//! Maps that you already have, as entry maps: `map = self.jobs` where `jobs` is a [`Mutex`](std::sync::Mutex)`<HashMap<…>>`,
//! a `DashMap`, and so on. There is nothing to call here: with its feature switched on, a map *is* an
//! [`EntryMap`](crate::EntryMap) with [unique keys](crate::UniqueKeys).
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
//! | another concurrent map | – | implement [`EntryMap`](crate::EntryMap); an [example](#a-map-of-your-own) |
//!
//! A type of another version of these crates is another type: put it into a struct of yours and implement one of the two
//! traits for that. Whatever you implement, [`conformance`](../conformance/index.html) (feature `conformance`) tests it.
//!
//! # What goes for all of them
//!
//! **Removal is by key**, with a clone of the key that the guard keeps: so keys are `Clone`, and nobody but the guards may
//! remove. If somebody else removes an entry whose guard lives, and another call enters under the same key, the first
//! guard removes that one. These maps keep no identity that would tell the two apart. (Where values do not move, as in
//! papaya, their address is none either: to update a value, which is legitimate, is to move it, and the guard would
//! then leave the entry behind.) [`InflightMap`](crate::InflightMap) and [`UniqueMap`](crate::UniqueMap) do not have this
//! limit.
//!
//! **Changing a value in place is fine**, in all ways that the map has.
//!
//! **`Hash`, `Eq` and `Ord` of keys**, and the `Clone` of a value that `occupied = |existing| …` makes, may run under
//! the map's lock, and must not use the same map.
//!
//! **What is still held when the entry ends must not be needed for its removal.** Whatever the body borrows from a map that
//! locks – a std `MutexGuard`, a `DashMap` `Ref`, an scc `OccupiedEntry` – is released before the entry ends, also from a
//! tail expression in edition 2021. But what the function *returns* is not: a function that returns a `Ref` of the map that
//! it is annotated with waits for itself for ever. Return a clone, or an `Arc`. The same goes for a reference into the map
//! that is held across an `.await`: the thread's next task may have an entry to remove, and waits for a lock that only
//! this thread can release. `InflightMap` and `UniqueMap` hand out no such references.
//!
//! # In a lock
//!
//! The lock is held for the insertion and the removal only. What is removed drops after the lock is released, and so does
//! the value of a refused call; a refused key drops under the lock, and the call gets a clone of it back.
//! A `RwLock` is locked for writing. A poisoned std lock is used all the same, without clearing the flag; other locks do
//! not poison. `parking_lot`'s locks are fair only now and then; nothing here depends on it.
//!
//! An `IndexMap` or `IndexSet` loses its order when an entry leaves: removal is by `swap_remove`, in constant time, and the
//! last entry takes the place of the removed one. Keeping the order would move all later entries at every return, under the
//! lock.
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
            return self.run(name, 2); // finds the entry of this call
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
//! A slab chooses its keys itself, and the place is the identity of the entry. So it becomes a map whose keys may be shared,
//! and no key is ever occupied:
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
//!     /// The place in the slab: nobody but the guards removes, so it is this entry's until it is removed.
//!     type Ticket = usize;
//!
//!     fn remove_entry(&self, place: usize) {
//!         // The lock is released at the end of this statement, before what was removed drops.
//!         let removed = self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).try_remove(place);
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
