//! A guard that is attached to what the function starts or returns.

#![deny(warnings)]

use scoped_entry::{Attached, EntryGuard, InflightMap, scoped_entry};
use std::{
    future::{Future, Ready, ready},
    sync::Arc,
};

type Map = Arc<InflightMap<u64>>;
type Guard = EntryGuard<Map>;

#[scoped_entry(map = Arc::clone(map), key = 1, guard = entry)]
fn named(map: &Map) -> Attached<Guard, Ready<u8>> {
    entry.attach(ready(1))
}

// The guard takes the reference that is in the parameter, and borrows no parameter.
#[scoped_entry(map = map, key = 1, guard = entry)]
fn borrowed(map: &InflightMap<u64>) -> impl Future<Output = u8> + '_ {
    entry.attach(async { 1 })
}

#[scoped_entry(map = map, key = 1, guard = entry)]
async fn awaited(map: &InflightMap<u64>) -> u8 {
    entry.attach(async { 1 }).await
}

#[scoped_entry(map = Arc::clone(map), key = 1, guard = outer)]
#[scoped_entry(map = Arc::clone(map), key = 2, guard = inner)]
fn nested(map: &Map) -> Attached<Guard, Attached<Guard, Ready<u8>>> {
    outer.attach(inner.attach(ready(1)))
}

#[scoped_entry(map = Arc::clone(map), key = 1, guard = entry)]
fn iterated(map: &Map) -> impl DoubleEndedIterator<Item = u8> + ExactSizeIterator + use<> {
    entry.attach(vec![1, 2].into_iter())
}

fn main() {
    let map = Map::default();
    let named = named(&map);
    let borrowed = borrowed(&map);
    let nested = nested(&map);
    assert_eq!((map.len(), iterated(&map).rev().sum::<u8>()), (4, 3));
    drop((named, borrowed, nested, awaited(&map)));
    assert!(map.is_empty());
}
