//! What a map tells about its entries: where each was made, how long ago, and in which order.

use super::{maps::*, polling::block_on, watchdog::within_deadline};
use scoped_entry::{Live, scoped_entry};
use std::{panic::Location, sync::Arc};

type Position = (&'static str, u32, u32);

fn position(location: &'static Location<'static>) -> Position {
    (location.file(), location.line(), location.column())
}

/// Where the only entry was made.
fn only<K, V>(live: &[Live<K, V>]) -> Position {
    assert_eq!(live.len(), 1);
    position(live[0].location)
}

/// The functions stand outside of any macro: from inside one, every location would be that of the macro's call.
mod locations {
    use super::*;

    const FUNCTION: u32 = line!() + 2;
    #[scoped_entry(map = *map, key = 1)]
    fn function(map: &InflightMap<u64>) -> Position {
        only(&map.snapshot())
    }

    const TRACKED: [u32; 2] = [line!() + 3, line!() + 9];
    #[scoped_entry(map = *map, key = 1)]
    #[track_caller]
    fn tracked_below(map: &InflightMap<u64>) -> Position {
        only(&map.snapshot())
    }

    #[track_caller]
    #[scoped_entry(map = *map, key = 1)]
    fn tracked_above(map: &InflightMap<u64>) -> Position {
        only(&map.snapshot())
    }

    const WITH_OCCUPIED: u32 = line!() + 2;
    #[scoped_entry(map = *map, key = 1, occupied = |()| return ("", 0, 0))]
    pub(crate) fn with_occupied(map: &UniqueMap<u64>) -> Position {
        only(&map.snapshot())
    }

    const ASYNC_FUNCTION: u32 = line!() + 2;
    #[scoped_entry(map = *map, key = 1)]
    async fn async_function(map: &InflightMap<u64>) -> Position {
        std::future::ready(()).await;
        only(&map.snapshot())
    }

    const NAMED: u32 = line!() + 2;
    #[scoped_entry(map = Arc::clone(map), key = 1, guard = entry)]
    fn named(map: &Arc<InflightMap<u64>>) -> Position {
        let position = only(&entry.map().snapshot());
        drop(entry);
        position
    }

    const SEVERAL: u32 = line!() + 3;
    #[scoped_entry(map = *first, key = 1)]
    #[scoped_entry(map = *second, key = 2, occupied = return [("", 0, 0); 2])]
    fn several(first: &InflightMap<u64>, second: &UniqueMap<u64>) -> [Position; 2] {
        [only(&first.snapshot()), only(&second.snapshot())]
    }

    #[::async_trait::async_trait]
    trait Handler {
        async fn handle(&self) -> Position;
    }

    const METHOD: u32 = line!() + 4;
    #[::async_trait::async_trait]
    impl Handler for InflightMap<u64> {
        #[scoped_entry(map = *self, key = 1)]
        async fn handle(&self) -> Position {
            std::future::ready(()).await;
            only(&self.snapshot())
        }
    }

    #[test]
    fn an_entry_is_made_where_the_name_of_its_function_stands() {
        within_deadline(|| {
            assert_eq!(function(&InflightMap::new()), (file!(), FUNCTION, 8));
            assert_eq!(tracked_below(&InflightMap::new()), (file!(), TRACKED[0], 8));
            assert_eq!(tracked_above(&InflightMap::new()), (file!(), TRACKED[1], 8));
            assert_eq!(with_occupied(&UniqueMap::new()), (file!(), WITH_OCCUPIED, 19));
            assert_eq!(block_on(async_function(&InflightMap::new())), (file!(), ASYNC_FUNCTION, 14));
            assert_eq!(named(&Arc::default()), (file!(), NAMED, 8));
            assert_eq!(several(&InflightMap::new(), &UniqueMap::new()), [(file!(), SEVERAL, 8); 2]);
            assert_eq!(block_on(InflightMap::new().handle()), (file!(), METHOD, 18));
        });
    }

    #[test]
    fn an_entry_that_is_made_by_hand_is_made_where_that_is_called() {
        let (inflight, unique) = (Arc::new(InflightMap::<u64>::new()), Arc::new(UniqueMap::<u64>::new()));
        let guards = (inflight.enter(1, ()), inflight.enter_owned(2, ()), unique.try_enter(1, ()), line!());
        assert_eq!(inflight.snapshot().iter().map(|live| live.location.line()).collect::<Vec<_>>(), [guards.3; 2]);
        assert_eq!(only(&unique.snapshot()).1, guards.3);
    }
}

macro_rules! live {
    ($($module:ident $map:ident;)*) => {$(
        mod $module {
            use super::*;

            type Map = $map<u64, &'static str>;

            fn keys(map: &Map) -> Vec<u64> {
                map.snapshot().into_iter().map(|live| live.key).collect()
            }

            #[test]
            fn a_snapshot_has_the_oldest_entry_first_also_where_places_are_used_again() {
                let map = Map::default();
                let mut guards: Vec<_> = (0..20).map(|key| Some(map.hold(key, "first"))).collect();
                for key in [3, 17, 0, 8] {
                    drop(guards[key].take());
                }
                guards.extend((20..23).map(|key| Some(map.hold(key, "second"))));
                let left = (0..23).filter(|key| ![3, 17, 0, 8].contains(key));
                assert_eq!(keys(&map), left.collect::<Vec<_>>());
                assert_eq!(map.oldest().map(|live| (live.key, live.value)), Some((1, "first")));
                guards.drain(..20).for_each(drop);
                assert_eq!(keys(&map), [20, 21, 22]);
                assert_eq!(map.oldest().map(|live| (live.key, live.value)), Some((20, "second")));
                drop(guards);
                assert!(map.oldest().is_none() && map.snapshot().is_empty());
            }

            #[test]
            fn older_entries_have_greater_ages_and_ages_only_grow() {
                let map = Map::default();
                let _guards: Vec<_> = (0..10).map(|key| map.hold(key, "")).collect();
                let ages = || map.snapshot().into_iter().map(|live| live.age).collect::<Vec<_>>();
                let earlier = ages();
                assert!(earlier.is_sorted_by(|older, younger| older >= younger), "{earlier:?}");
                let oldest = map.oldest().expect("there are entries").age;
                let counted = map.stats().oldest_age.expect("there are entries");
                let later = ages();
                assert!(earlier.iter().zip(&later).all(|(earlier, later)| earlier <= later), "{earlier:?} {later:?}");
                assert!(earlier[0] <= oldest && oldest <= counted && counted <= later[0]);
            }

            #[test]
            fn what_entered_and_left_is_counted() {
                let map = Map::default();
                let counted = || {
                    let stats = map.stats();
                    (stats.len, stats.peak, stats.entered, stats.exited, stats.exited_panicking)
                };
                assert_eq!((counted(), map.stats().oldest_age), ((0, 0, 0, 0, 0), None));
                let guards: Vec<_> = (0..3).map(|key| map.hold(key, "")).collect();
                assert_eq!(counted(), (3, 3, 3, 0, 0));
                drop(guards);
                assert_eq!(counted(), (0, 3, 3, 3, 0));
                let guard = map.hold(1, "");
                assert_eq!(counted(), (1, 3, 4, 3, 0));
                crate::matrix::deliberate::caught(|| {
                    let _guard = guard;
                    crate::matrix::deliberate::deliberate::<()>();
                });
                assert_eq!((counted(), map.stats().oldest_age), ((0, 3, 4, 4, 1), None));
            }
        }
    )*};
}

live! {
    inflight_map InflightMap;
    unique_map UniqueMap;
}

#[test]
fn a_refused_entry_is_not_counted() {
    let map = UniqueMap::<u64>::new();
    let guard = map.hold(1, ());
    assert_eq!(map.try_enter(1, ()).expect_err("the key is taken").key, 1);
    drop(guard);
    let stats = map.stats();
    assert_eq!((stats.len, stats.peak, stats.entered, stats.exited), (0, 1, 1, 1));
}
