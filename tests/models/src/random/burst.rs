//! A burst that grows the shards, and gives them back while others enter, leave and look.

use super::{Hasher, InflightMap, Stats, UniqueMap, model};
use crate::entry::{EntryGuard, EntryMap, MapRef};
use shuttle::{
    rand::{Rng, thread_rng},
    thread::spawn,
};
use std::sync::Arc;

const ENTRIES: u16 = 400;

/// Of two threads in one shard: places are used again that the other one has left, and chunks go that both were in.
fn burst<M>(
    map: &Arc<M>,
    enter: fn(&Arc<M>, u16) -> EntryGuard<Arc<M>>,
    listed: fn(&M) -> Vec<u16>,
    stats: fn(&M) -> Stats,
) where
    M: EntryMap + Send + Sync + 'static,
    Arc<M>: MapRef<Map = M>,
    EntryGuard<Arc<M>>: Send,
{
    let stays = enter(map, u16::MAX);
    let threads = [0, 1].map(|thread| {
        let map = Arc::clone(map);
        spawn(move || {
            let mut guards: Vec<_> = (0..ENTRIES).map(|entry| enter(&map, thread * ENTRIES + entry)).collect();
            while !guards.is_empty() {
                drop(guards.swap_remove(thread_rng().gen_range(0..guards.len())));
            }
        })
    });
    for _ in 0..4 {
        let mut keys = listed(map);
        assert!(keys.contains(&u16::MAX), "it is there all the while");
        let found = keys.len();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), found, "an entry is listed twice");
    }
    for thread in threads {
        thread.join().unwrap();
    }
    assert_eq!(listed(map), [u16::MAX]);
    drop(stays);
    assert!(listed(map).is_empty());
    // One that was lost with its chunk would not have left.
    let (stats, made) = (stats(map), 2 * u64::from(ENTRIES) + 1);
    assert_eq!((stats.len, stats.entered, stats.exited), (0, made, made));
}

#[test]
fn an_inflight_map_that_shrinks_loses_no_entry() {
    model(15, || {
        let map = Arc::new(InflightMap::<u16>::builder().shards(1).build());
        burst(
            &map,
            |map, key| map.enter_owned(key, ()),
            |map| map.snapshot().into_iter().map(|call| call.key).collect(),
            |map| map.stats(),
        );
    });
}

#[test]
fn a_unique_map_that_shrinks_loses_no_entry() {
    model(15, || {
        let map = Arc::new(UniqueMap::<u16>::builder().shards(1).hasher(Hasher::default()).build());
        burst(
            &map,
            |map, key| map.try_enter_owned(key, ()).expect("keys differ"),
            |map| map.snapshot().into_iter().map(|call| call.key).collect(),
            |map| map.stats(),
        );
    });
}
