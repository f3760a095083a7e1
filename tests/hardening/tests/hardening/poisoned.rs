//! Every map in a std lock, poisoned by users' own code: by the panic of a key that is looked for, and elsewhere.

use hashbrown::{HashMap as BrownMap, HashSet as BrownSet};
use indexmap::{IndexMap, IndexSet};
use scoped_entry::EntryGuard;
use scoped_entry_hardening::mishap::{deliberate, panics};
use std::{
    cell::Cell,
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    hash::{Hash, Hasher, RandomState},
    sync::{Mutex, RwLock},
    thread,
};

thread_local! {
    static PANICS: Cell<bool> = const { Cell::new(false) };
}

/// A key that panics in `Hash`, `Eq` and `Ord` while it is told to.
#[derive(Clone, Debug)]
struct Key(u64);

impl Key {
    fn number(&self) -> u64 {
        if PANICS.get() { deliberate() } else { self.0 }
    }
}

impl Hash for Key {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        self.number().hash(hasher);
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.number() == other.number()
    }
}

impl Eq for Key {}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Key {
    fn cmp(&self, other: &Self) -> Ordering {
        self.number().cmp(&other.number())
    }
}

macro_rules! poisoned {
    ($($test:ident: $map:ty, locked by $lock:ident;)*) => {$(
        #[test]
        fn $test() {
            let map = <$map>::default();
            let enter = |key| EntryGuard::try_enter(&map, Key(key), Default::default());
            let len = || map.$lock().unwrap_or_else(|poisoned| poisoned.into_inner()).len();
            let before = enter(1).expect("the map is empty");
            // A key's own code, under the lock.
            panics(|| {
                let _quiet = quiet_again();
                PANICS.set(true);
                drop(enter(2));
            });
            assert!(map.is_poisoned());
            assert_eq!(len(), 1);
            // Once more elsewhere, by somebody who had it locked.
            let elsewhere = thread::scope(|scope| {
                scope.spawn(|| panics(|| {
                    let _held = map.$lock();
                    deliberate::<()>();
                })).join()
            });
            elsewhere.expect("its panic was caught");

            let after = enter(3).expect("a poisoned map is entered as any other");
            assert!(enter(1).is_err() && enter(3).is_err());
            assert_eq!(len(), 2);
            drop(before);
            assert!(enter(1).is_ok());
            drop(after);
            assert_eq!(len(), 0);
            assert!(map.is_poisoned(), "the flag is its owner's");
        }
    )*};
}

/// Has keys not panic any more, however it comes to that.
fn quiet_again() -> impl Drop {
    struct Quiet;

    impl Drop for Quiet {
        fn drop(&mut self) {
            PANICS.set(false);
        }
    }

    Quiet
}

poisoned! {
    mutex_of_a_hash_map: Mutex<HashMap<Key, u64>>, locked by lock;
    mutex_of_a_hash_set: Mutex<HashSet<Key>>, locked by lock;
    mutex_of_a_btree_map: Mutex<BTreeMap<Key, u64>>, locked by lock;
    mutex_of_a_btree_set: Mutex<BTreeSet<Key>>, locked by lock;
    rw_lock_of_a_hash_map: RwLock<HashMap<Key, u64>>, locked by write;
    rw_lock_of_a_hash_set: RwLock<HashSet<Key>>, locked by write;
    rw_lock_of_a_btree_map: RwLock<BTreeMap<Key, u64>>, locked by write;
    rw_lock_of_a_btree_set: RwLock<BTreeSet<Key>>, locked by write;
    mutex_of_a_hashbrown_map: Mutex<BrownMap<Key, u64, RandomState>>, locked by lock;
    mutex_of_a_hashbrown_set: Mutex<BrownSet<Key, RandomState>>, locked by lock;
    rw_lock_of_a_hashbrown_map: RwLock<BrownMap<Key, u64, RandomState>>, locked by write;
    mutex_of_an_index_map: Mutex<IndexMap<Key, u64>>, locked by lock;
    mutex_of_an_index_set: Mutex<IndexSet<Key>>, locked by lock;
    rw_lock_of_an_index_map: RwLock<IndexMap<Key, u64>>, locked by write;
}
