//! Keys whose `Hash`, `Eq`, `Ord` or `Clone` panic while an entry is made or looked for: the map is unharmed.

use super::{
    deliberate::{caught, deliberate},
    maps::*,
    watchdog::within_deadline,
};
use scoped_entry::scoped_entry;
use std::{
    cmp::Ordering,
    hash::{Hash, Hasher},
};

/// What a key does not let be done to it.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Touch {
    Nothing,
    Hash,
    Compare,
    Clone,
}

/// All keys hash alike, so that a map which hashes also compares.
struct Key {
    id: u64,
    panics_on: Touch,
}

impl Key {
    fn new(id: u64) -> Self {
        Self { id, panics_on: Touch::Nothing }
    }

    fn touch(&self, touch: Touch) {
        if self.panics_on == touch {
            deliberate::<()>();
        }
    }
}

impl Clone for Key {
    fn clone(&self) -> Self {
        self.touch(Touch::Clone);
        Self { ..*self }
    }
}

impl Hash for Key {
    fn hash<H: Hasher>(&self, _: &mut H) {
        self.touch(Touch::Hash);
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.touch(Touch::Compare);
        other.touch(Touch::Compare);
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
        self.touch(Touch::Compare);
        other.touch(Touch::Compare);
        self.id.cmp(&other.id)
    }
}

macro_rules! panicking_keys {
    ($($module:ident $map:ident [$($refused:tt)*] panics on $touches:expr;)*) => {$(
        mod $module {
            use super::*;

            type Map = $map<Key, u64>;

            #[scoped_entry(map = *map, key = key, value = key.id $($refused)*)]
            fn clones_its_key(map: &Map, key: Key) -> usize {
                map.entries()
            }

            #[scoped_entry(map = *map, key = { key }, value = 0 $($refused)*)]
            fn moves_its_key(map: &Map, key: Key) -> usize {
                map.entries()
            }

            #[test]
            fn a_key_that_panics_on_its_way_in_is_not_in_the_map() {
                within_deadline(|| {
                    for panics_on in $touches {
                        let map = Map::default();
                        let entry = map.hold(Key::new(1), 1);
                        caught(|| match panics_on {
                            Touch::Clone => clones_its_key(&map, Key { id: 2, panics_on }),
                            _ => moves_its_key(&map, Key { id: 2, panics_on }),
                        });
                        assert_eq!(map.values(), [1], "after a panic in {panics_on:?}");
                        assert_eq!(clones_its_key(&map, Key::new(3)), 2, "after a panic in {panics_on:?}");
                        drop(entry);
                        assert_eq!(map.entries(), 0, "after a panic in {panics_on:?}");
                    }
                });
            }
        }
    )*};
}

panicking_keys! {
    inflight_map InflightMap [] panics on [Touch::Clone];
    unique_map UniqueMap [, occupied = return 0] panics on [Touch::Clone, Touch::Hash, Touch::Compare];
    mutex_hash_map MutexHashMap [, occupied = return 0] panics on [Touch::Clone, Touch::Hash, Touch::Compare];
    rw_lock_btree_map RwLockBTreeMap [, occupied = return 0] panics on [Touch::Clone, Touch::Compare];
}

#[test]
fn an_inflight_map_neither_hashes_nor_compares_keys_that_enter_and_leave() {
    within_deadline(|| {
        let map = InflightMap::<Key, u64>::new();
        let guards =
            [Touch::Hash, Touch::Compare, Touch::Clone].map(|panics_on| map.enter(Key { id: 1, panics_on }, 1));
        assert_eq!(map.entries(), 3);
        drop(guards);
        assert_eq!(map.entries(), 0);
    });
}

#[test]
fn a_key_that_panics_while_it_is_looked_for_leaves_the_map_usable() {
    within_deadline(|| {
        let wanted = Key { id: 1, panics_on: Touch::Compare };
        let inflight = InflightMap::<Key, u64>::new();
        let unique = UniqueMap::<Key, u64>::new();
        let entries = (inflight.hold(Key::new(1), 1), unique.hold(Key::new(1), 1));
        caught(|| inflight.contains_key(&wanted));
        caught(|| inflight.count(&wanted));
        caught(|| inflight.get(&wanted));
        caught(|| unique.contains_key(&wanted));
        caught(|| unique.get(&wanted));
        assert_eq!((inflight.get(&Key::new(1)), unique.get(&Key::new(1))), (Some(1), Some(1)));
        drop(entries);
        assert_eq!((inflight.entries(), unique.entries()), (0, 0));
    });
}
