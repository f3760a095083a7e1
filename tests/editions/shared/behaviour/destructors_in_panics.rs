//! A value that is dropped because something panicked while its entry was being made: its destructor may use the map.
//!
//! The map cannot keep such a value, and has not released its lock in the ordinary way yet.

use super::{
    deliberate::{caught, deliberate},
    maps::*,
    watchdog::within_deadline,
};
use scoped_entry::scoped_entry;
use std::{
    cmp::Ordering,
    hash::{Hash, Hasher},
    sync::atomic::{AtomicUsize, Ordering::Relaxed},
};

#[derive(Clone)]
struct Key {
    id: u64,
    panics: bool,
}

impl Key {
    fn quiet(id: u64) -> Self {
        Self { id, panics: false }
    }

    fn touch(&self) {
        if self.panics {
            deliberate::<()>();
        }
    }
}

impl Hash for Key {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        self.touch();
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
        self.touch();
        other.touch();
        self.id.cmp(&other.id)
    }
}

#[derive(Default)]
struct Value {
    panics_on_clone: bool,
    on_drop: Option<&'static (dyn Fn() + Sync)>,
}

impl Clone for Value {
    fn clone(&self) -> Self {
        if self.panics_on_clone {
            deliberate::<()>();
        }
        Self::default()
    }
}

impl Drop for Value {
    fn drop(&mut self) {
        if let Some(on_drop) = self.on_drop {
            on_drop();
        }
    }
}

macro_rules! destructors_in_panics {
    ($($module:ident $map:ident;)*) => {$(
        mod $module {
            use super::*;

            type Map = $map<Key, Value>;

            /// A map, and a value that counts the entries in it when it drops.
            fn subject() -> (&'static Map, Value, &'static AtomicUsize) {
                let map: &'static Map = Box::leak(Box::default());
                let found: &'static AtomicUsize = Box::leak(Box::default());
                let look = || _ = found.fetch_add(map.entries(), Relaxed);
                (map, Value { panics_on_clone: false, on_drop: Some(Box::leak(Box::new(look))) }, found)
            }

            #[scoped_entry(map = *map, key = key, value = value, occupied = |_existing| return 0)]
            fn call(map: &Map, key: Key, value: Value) -> usize {
                map.entries()
            }

            #[test]
            fn a_value_whose_key_panics_on_the_way_in_can_use_the_map_as_it_drops() {
                within_deadline(|| {
                    let (map, value, found) = subject();
                    let entry = map.hold(Key::quiet(1), Value::default());
                    caught(|| call(map, Key { id: 2, panics: true }, value));
                    assert_eq!(found.load(Relaxed), 1, "entries as the value drops");
                    drop(entry);
                    assert_eq!(map.entries(), 0);
                });
            }

            #[test]
            fn a_refused_value_can_use_the_map_as_it_drops_if_the_existing_one_panics_when_cloned() {
                within_deadline(|| {
                    let (map, value, found) = subject();
                    let entry = map.hold(Key::quiet(1), Value { panics_on_clone: true, on_drop: None });
                    caught(|| call(map, Key::quiet(1), value));
                    assert_eq!(found.load(Relaxed), 1, "entries as the value drops");
                    drop(entry);
                    assert_eq!(map.entries(), 0);
                });
            }
        }
    )*};
}

destructors_in_panics! {
    unique_map UniqueMap;
    mutex_hash_map MutexHashMap;
    rw_lock_btree_map RwLockBTreeMap;
}
