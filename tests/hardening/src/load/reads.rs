//! Looking at a map, in every way that it has.

use super::bodies::{poll_a_while, poll_through};
use crate::{
    hostile::{Key, Maker, Value},
    mishap::perhaps,
};
use scoped_entry::{
    InflightMap, UniqueMap,
    observe::{Observed, Registry},
};
use std::{sync::Arc, time::Duration};

pub(super) type Inflight = InflightMap<Key, Value>;
pub(super) type Unique = UniqueMap<Key, Value>;

macro_rules! looks {
    ($($look:ident at $map:ident;)*) => {$(
        pub(super) fn $look(map: &Arc<$map>, maker: &Maker) {
            match fastrand::u8(..12) {
                0 => drop(map.snapshot()),
                1 => drop(map.oldest()),
                2 => drop(map.stuck(Duration::ZERO)),
                3 => drop(format!("{:?}", map.snapshot())),
                4 => drop(map.get(&maker.key())),
                5 => drop(map.stats()),
                6 => drop(format!("{map:?}")),
                7 => _ = poll_a_while(map.drained()),
                8 => _ = map.blocking_drained(Duration::from_micros(1)),
                9 => shown(map),
                _ => _ = map.contains_key(&maker.key()),
            }
        }
    )*};
}

looks! {
    look_at_inflight at Inflight;
    look_at_unique at Unique;
}

/// As a page for people does it.
fn shown<M: scoped_entry::observe::ObservedKeys<Key = Key> + 'static>(map: &Arc<M>) {
    let registry = Registry::new();
    registry.watch_with_keys(map, |key| {
        perhaps();
        format!("{key:?}")
    });
    for map in registry.maps() {
        drop(map.shown(3));
        drop(map.oldest_entries(3));
    }
    drop(registry.map_metrics());
}

/// When nobody is left, nobody waits.
pub(super) fn is_drained<M: Observed>(map: &M, drained: impl Future<Output = ()>) {
    poll_through(drained);
    assert_eq!(map.stats().len, 0);
}
