//! Keys and values whose destructors use the very map they were in: they run after its lock is released.

use super::{
    deliberate::{caught, deliberate},
    maps::*,
    watchdog::within_deadline,
};
use scoped_entry::scoped_entry;
use std::{
    cmp::Ordering,
    convert::identity,
    hash::{Hash, Hasher},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
};

/// What a destructor does: once it was told, it uses the map.
type Use = &'static (dyn Fn() + Sync);

struct Key {
    id: u64,
    on_drop: Option<Use>,
}

#[derive(Clone, Default)]
struct Value(Option<Use>);

impl Drop for Key {
    fn drop(&mut self) {
        if let Some(on_drop) = self.on_drop {
            on_drop();
        }
    }
}

impl Drop for Value {
    fn drop(&mut self) {
        if let Some(on_drop) = self.0 {
            on_drop();
        }
    }
}

impl Key {
    fn quiet(id: u64) -> Self {
        Self { id, on_drop: None }
    }
}

/// A clone is quiet, so that it is the key in the map that is observed.
impl Clone for Key {
    fn clone(&self) -> Self {
        Self::quiet(self.id)
    }
}

impl Hash for Key {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        self.id.hash(hasher);
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
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
        self.id.cmp(&other.id)
    }
}

macro_rules! destructors {
    ($($module:ident $map:ident [$($refused:tt)*];)*) => {$(
        mod $module {
            use super::*;

            type Map = $map<Key, Value>;

            /// A map, and how many entries destructors found in it, without and with one of their own.
            #[derive(Default)]
            struct Subject {
                map: Map,
                found: Mutex<Vec<(usize, usize)>>,
                uses: AtomicUsize,
            }

            impl Subject {
                fn found(&self) -> Vec<(usize, usize)> {
                    std::mem::take(&mut self.found.lock().unwrap())
                }

                /// Looks at the map, and enters and leaves it. It runs while a panic unwinds, and must not add one.
                fn use_map(&self) {
                    let without = self.map.entries();
                    let id = 100 + self.uses.fetch_add(1, Relaxed) as u64;
                    let entry = self.map.hold(Key::quiet(id), Value::default());
                    let with = self.map.entries();
                    drop(entry);
                    self.found.lock().unwrap_or_else(PoisonError::into_inner).push((without, with));
                }
            }

            /// The subject, and a destructor that uses its map.
            fn subject() -> (&'static Subject, Use) {
                let subject: &'static Subject = Box::leak(Box::default());
                (subject, Box::leak(Box::new(|| subject.use_map())))
            }

            #[scoped_entry(map = *map, key = identity(key), value = value $($refused)*)]
            fn call(map: &Map, key: Key, value: Value, panics: bool) -> usize {
                if panics { deliberate() } else { map.entries() }
            }

            #[test]
            fn a_value_can_use_the_map_as_it_leaves() {
                within_deadline(|| {
                    let (subject, on_drop) = subject();
                    assert_eq!(call(&subject.map, Key::quiet(1), Value(Some(on_drop)), false), 1);
                    assert_eq!(subject.found(), [(0, 1)], "entries as the value drops");
                    caught(|| call(&subject.map, Key::quiet(1), Value(Some(on_drop)), true));
                    assert_eq!(subject.found(), [(0, 1)], "entries as the value drops in a panic");
                    assert_eq!(subject.map.entries(), 0);
                });
            }

            #[test]
            fn a_key_can_use_the_map_as_it_leaves() {
                within_deadline(|| {
                    let (subject, on_drop) = subject();
                    let key = || Key { id: 1, on_drop: Some(on_drop) };
                    assert_eq!(call(&subject.map, key(), Value::default(), false), 1);
                    assert_eq!(subject.found(), [(0, 1)], "entries as the key drops");
                    caught(|| call(&subject.map, key(), Value::default(), true));
                    assert_eq!(subject.found(), [(0, 1)], "entries as the key drops in a panic");
                    assert_eq!(subject.map.entries(), 0);
                });
            }

            #[test]
            fn a_value_can_use_the_map_as_its_guard_drops_beside_other_entries() {
                within_deadline(|| {
                    let (subject, on_drop) = subject();
                    let other = subject.map.hold(Key::quiet(1), Value::default());
                    let guard = subject.map.hold(Key::quiet(2), Value(Some(on_drop)));
                    drop(guard);
                    assert_eq!(subject.found(), [(1, 2)]);
                    drop(other);
                    assert_eq!(subject.map.entries(), 0);
                });
            }
        }
    )*};
}

destructors! {
    inflight_map InflightMap [];
    unique_map UniqueMap [, occupied = return 0];
    mutex_hash_map MutexHashMap [, occupied = return 0];
    rw_lock_btree_map RwLockBTreeMap [, occupied = return 0];
}

/// What a refused call brought, and what it was given of the entry in its way.
macro_rules! refused {
    ($($module:ident $map:ident;)*) => {$(
        mod $module {
            use super::*;

            type Map = $map<Key, Value>;

            fn map() -> (&'static Map, Use, &'static AtomicUsize) {
                let map: &'static Map = Box::leak(Box::default());
                let uses: &'static AtomicUsize = Box::leak(Box::default());
                let use_map = || {
                    drop(map.hold(Key::quiet(100 + uses.load(Relaxed) as u64), Value::default()));
                    uses.fetch_add(map.entries(), Relaxed);
                };
                (map, Box::leak(Box::new(use_map)), uses)
            }

            #[scoped_entry(map = *map, key = key, value = value, occupied = return 0)]
            fn refused(map: &Map, key: Key, value: Value) -> usize {
                map.entries()
            }

            #[scoped_entry(map = *map, key = key, occupied = |existing| { drop(existing); return 0; })]
            fn existing(map: &Map, key: Key) -> usize {
                map.entries()
            }

            #[test]
            fn a_refused_value_can_use_the_map_as_it_drops() {
                within_deadline(|| {
                    let (map, on_drop, uses) = map();
                    let entry = map.hold(Key::quiet(1), Value::default());
                    assert_eq!(refused(map, Key::quiet(1), Value(Some(on_drop))), 0);
                    assert_eq!(uses.load(Relaxed), 1);
                    drop(entry);
                    assert_eq!(map.entries(), 0);
                });
            }

            #[test]
            fn a_clone_of_the_existing_value_can_use_the_map_as_it_drops() {
                within_deadline(|| {
                    let (map, on_drop, uses) = map();
                    let entry = map.hold(Key::quiet(1), Value(Some(on_drop)));
                    assert_eq!(existing(map, Key::quiet(1)), 0);
                    assert_eq!(uses.load(Relaxed), 1, "the clone dropped, the value itself is still in the map");
                    drop(entry);
                    assert_eq!(map.entries(), 0);
                });
            }
        }
    )*};
}

mod of_refused_calls {
    use super::*;

    refused! {
        unique_map UniqueMap;
        mutex_hash_map MutexHashMap;
        rw_lock_btree_map RwLockBTreeMap;
    }

    #[scoped_entry(map = *map, key = identity(key), occupied = return 0)]
    fn refused_key(map: &UniqueMap<Key, Value>, key: Key) -> usize {
        map.entries()
    }

    #[test]
    fn a_refused_key_can_use_a_unique_map_as_it_drops() {
        within_deadline(|| {
            static MAP: std::sync::LazyLock<UniqueMap<Key, Value>> = std::sync::LazyLock::new(UniqueMap::new);
            static USES: AtomicUsize = AtomicUsize::new(0);
            let on_drop = &|| _ = USES.fetch_add(MAP.entries(), Relaxed);
            let entry = MAP.hold(Key::quiet(1), Value::default());
            assert_eq!(refused_key(&MAP, Key { id: 1, on_drop: Some(on_drop) }), 0);
            assert_eq!(USES.load(Relaxed), 1);
            drop(entry);
            assert_eq!(MAP.entries(), 0);
        });
    }
}
