//! That a guard removes its own entry and no other, whatever the keys are like and in whatever order guards drop.

use super::{maps::*, watchdog::within_deadline};
use std::{
    cell::Cell,
    collections::BTreeSet,
    hash::{Hash, Hasher},
    mem,
    sync::{Arc, atomic::AtomicU64, atomic::Ordering},
    thread,
};

/// Every order of `0..N`.
fn permutations<const N: usize>() -> BTreeSet<[usize; N]> {
    let mut order: [usize; N] = std::array::from_fn(|index| index);
    let mut all = BTreeSet::new();
    permute(&mut order, 0, &mut all);
    all
}

fn permute<const N: usize>(order: &mut [usize; N], from: usize, all: &mut BTreeSet<[usize; N]>) {
    if from == N {
        all.insert(*order);
    }
    for swapped in from..N {
        order.swap(from, swapped);
        permute(order, from + 1, all);
        order.swap(from, swapped);
    }
}

/// Drops five guards in every order, and looks at what is left in between. `key` gives each entry its key.
macro_rules! any_order {
    ($($name:ident $map:ident<$key_type:ty> $key:expr;)*) => {$(
        #[test]
        fn $name() {
            within_deadline(|| {
                let map = $map::<$key_type, usize>::default();
                let all = permutations::<5>();
                assert_eq!(all.len(), 120);
                for order in all {
                    let mut guards: [Option<_>; 5] = std::array::from_fn(|index| Some(map.hold($key(index), index)));
                    let mut left: BTreeSet<_> = (0..5).collect();
                    for index in order {
                        assert_eq!(map.values(), left.iter().copied().collect::<Vec<_>>(), "{order:?}");
                        drop(guards[index].take());
                        left.remove(&index);
                    }
                    assert_eq!(map.entries(), 0, "{order:?}");
                }
            });
        }
    )*};
}

any_order! {
    an_inflight_map_removes_the_right_one_of_equal_keys InflightMap<&'static str> |_| "the same";
    an_inflight_map_removes_the_right_one_of_different_keys InflightMap<usize> |index| index;
    a_unique_map_removes_the_right_one_of_different_keys UniqueMap<usize> |index| index;
    a_unique_map_removes_the_right_one_of_keys_that_hash_alike UniqueMap<Alike> Alike;
    a_unique_map_removes_the_right_one_of_keys_that_equal_nothing UniqueMap<Unequal> Unequal;
    a_mutex_hash_map_removes_the_right_one_of_different_keys MutexHashMap<usize> |index| index;
    a_mutex_hash_map_removes_the_right_one_of_keys_that_hash_alike MutexHashMap<Alike> Alike;
    a_rw_lock_btree_map_removes_the_right_one_of_different_keys RwLockBTreeMap<usize> |index| index;
}

/// All hash alike.
#[derive(Clone, PartialEq, Eq)]
struct Alike(usize);

impl Hash for Alike {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

/// Equals nothing, not even itself, like a floating-point number that is none.
#[derive(Clone)]
struct Unequal(usize);

impl Hash for Unequal {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        self.0.hash(hasher);
    }
}

impl PartialEq for Unequal {
    fn eq(&self, _: &Self) -> bool {
        false
    }
}

impl Eq for Unequal {}

#[test]
fn a_unique_map_removes_an_entry_whose_key_has_changed_its_hash() {
    /// Hashes to something else every time.
    struct Fickle(Cell<u64>);

    impl Hash for Fickle {
        fn hash<H: Hasher>(&self, hasher: &mut H) {
            self.0.replace(self.0.get() + 1).hash(hasher);
        }
    }

    impl PartialEq for Fickle {
        fn eq(&self, other: &Self) -> bool {
            std::ptr::eq(self, other)
        }
    }

    impl Eq for Fickle {}

    within_deadline(|| {
        let map = UniqueMap::<Fickle>::new();
        // Enough for the table to grow several times.
        let guards: Vec<_> = (0..1_000).map(|number| map.hold(Fickle(Cell::new(number)), ())).collect();
        assert_eq!(map.entries(), 1_000);
        drop(guards);
        assert_eq!(map.entries(), 0);
    });
}

#[test]
fn a_unique_map_does_not_compare_keys_as_they_leave() {
    static COMPARED: AtomicU64 = AtomicU64::new(0);

    struct Counting(u64);

    impl Hash for Counting {
        fn hash<H: Hasher>(&self, hasher: &mut H) {
            self.0.hash(hasher);
        }
    }

    impl PartialEq for Counting {
        fn eq(&self, other: &Self) -> bool {
            COMPARED.fetch_add(1, Ordering::Relaxed);
            self.0 == other.0
        }
    }

    impl Eq for Counting {}

    within_deadline(|| {
        let map = UniqueMap::<Counting>::new();
        let guards: Vec<_> = (0..100).map(|number| map.hold(Counting(number), ())).collect();
        let compared = COMPARED.load(Ordering::Relaxed);
        drop(guards);
        assert_eq!(map.entries(), 0);
        assert_eq!(COMPARED.load(Ordering::Relaxed), compared);
    });
}

macro_rules! guards {
    ($($module:ident $map:ident;)*) => {$(
        mod $module {
            use super::*;

            type Map = $map<usize, usize>;

            #[test]
            fn a_forgotten_guard_keeps_its_entry_and_no_other() {
                within_deadline(|| {
                    let map = Map::default();
                    let guard = map.hold(1, 1);
                    mem::forget(map.hold(2, 2));
                    drop(guard);
                    assert_eq!(map.values(), [2]);
                });
            }

            #[test]
            fn a_guard_that_owns_its_map_is_the_last_to_have_it() {
                within_deadline(|| {
                    let map = Arc::new(Map::default());
                    let weak = Arc::downgrade(&map);
                    let guard = map.hold_owned(1, 1);
                    drop(map);
                    assert_eq!(weak.upgrade().map(|map| map.entries()), Some(1));
                    drop(guard);
                    assert!(weak.upgrade().is_none(), "the guard was its map's last owner");
                });
            }

            #[test]
            fn guards_that_drop_on_other_threads_remove_their_entries() {
                within_deadline(|| {
                    let map = Arc::new(Map::default());
                    for order in permutations::<3>() {
                        let mut guards: [_; 3] = std::array::from_fn(|key| Some(map.hold_owned(key, key)));
                        for (dropped, index) in order.into_iter().enumerate() {
                            let guard = guards[index].take();
                            thread::spawn(move || drop(guard)).join().expect("dropping a guard does not panic");
                            assert_eq!(map.entries(), 2 - dropped, "{order:?}");
                        }
                    }
                });
            }

            #[test]
            fn borrowed_guards_that_drop_on_other_threads_remove_their_entries() {
                within_deadline(|| {
                    let map = Map::default();
                    thread::scope(|scope| {
                        for key in 0..8 {
                            let guard = map.hold(key, key);
                            scope.spawn(move || drop(guard));
                        }
                    });
                    assert_eq!(map.entries(), 0);
                });
            }

            #[test]
            fn the_place_of_an_entry_that_has_left_is_another_ones_own() {
                within_deadline(|| {
                    let map = Map::default();
                    let (first, second) = (map.hold(1, 1), map.hold(2, 2));
                    drop(first);
                    let third = map.hold(1, 3);
                    drop(second);
                    let fourth = map.hold(2, 4);
                    assert_eq!(map.values(), [3, 4]);
                    drop(third);
                    assert_eq!(map.values(), [4]);
                    drop(fourth);
                    assert_eq!(map.entries(), 0);
                });
            }
        }
    )*};
}

guards! {
    inflight_map InflightMap;
    unique_map UniqueMap;
    mutex_hash_map MutexHashMap;
    rw_lock_btree_map RwLockBTreeMap;
}
