//! Destructors that panic while an annotated function returns.
//!
//! Rust loses what is returned then, <https://github.com/rust-lang/rust/issues/47949>, be it a future that carries its
//! entry: one of the README's limits. An entry that ends with the function is no part of that.

use scoped_entry::{InflightMap, scoped_entry};
use scoped_entry_hardening::mishap::{deliberate, panics};
use std::{
    future::ready,
    pin::pin,
    sync::Arc,
    task::{Context, Waker},
    thread,
};

struct PanicsAsItDrops;

impl Drop for PanicsAsItDrops {
    fn drop(&mut self) {
        if !thread::panicking() {
            deliberate::<()>();
        }
    }
}

type Inflight<V = ()> = Arc<InflightMap<u64, V>>;

#[scoped_entry(map = map, key = 7)]
fn with_a_parameter(map: &Inflight, _parameter: PanicsAsItDrops) -> usize {
    map.len()
}

#[scoped_entry(map = map, key = 7)]
fn with_a_local(map: &Inflight) -> usize {
    let _local = PanicsAsItDrops;
    map.len()
}

#[scoped_entry(map = map, key = 7, value = PanicsAsItDrops)]
fn with_a_value(map: &Inflight<PanicsAsItDrops>) -> usize {
    map.len()
}

#[scoped_entry(map = map, key = 7)]
async fn awaited(map: &Inflight, _parameter: PanicsAsItDrops) -> usize {
    let _local = PanicsAsItDrops;
    ready(()).await;
    map.len()
}

#[scoped_entry(map = Arc::clone(map), key = 7)]
fn carrying(map: &Inflight) -> impl Future<Output = ()> + use<> {
    let local = PanicsAsItDrops;
    async move { drop(local) }
}

#[test]
fn an_entry_ends_with_its_function_whatever_else_panics_as_that_returns() {
    let map = Inflight::default();
    panics(|| with_a_parameter(&map, PanicsAsItDrops));
    panics(|| with_a_local(&map));
    let mut context = Context::from_waker(Waker::noop());
    panics(|| pin!(awaited(&map, PanicsAsItDrops)).poll(&mut context));
    panics(|| pin!(carrying(&map)).poll(&mut context));
    panics(|| drop(carrying(&map)));
    assert_eq!((map.len(), map.stats().exited), (0, 5));
}

#[test]
fn an_entry_whose_value_panics_as_it_leaves_has_left() {
    let map = Inflight::default();
    panics(|| with_a_value(&map));
    assert_eq!((map.len(), map.stats().exited), (0, 1));
}
