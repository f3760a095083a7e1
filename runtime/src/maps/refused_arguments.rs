//! What is often written after `map =` in place of one of these maps: a lock around it, a `&mut`, or a new map.

use super::{InflightMap, UniqueMap};
use crate::entry::refused::{instead, refuse, refuse_only};
use std::sync::{Mutex, RwLock};

macro_rules! refuse_around {
    ($generics:tt $map:ty) => {
        refuse! {
            DoubleLock: $generics $map, as Mutex<$map>;
            DoubleLock: $generics $map, as RwLock<$map>;
        }
        refuse_only!(Temporary $generics $map, $map);
        instead!($generics $map);
    };
}

refuse_around!([K, V] InflightMap<K, V>);
refuse_around!([K, V, S] UniqueMap<K, V, S>);

refuse_only!(Exclusive ['m, K, V] &'m mut InflightMap<K, V>, &'m mut InflightMap<K, V>);
refuse_only!(Exclusive ['m, K, V] &'m mut InflightMap<K, V>, &&'m mut InflightMap<K, V>);
refuse_only!(Exclusive ['m, K, V, S] &'m mut UniqueMap<K, V, S>, &'m mut UniqueMap<K, V, S>);
refuse_only!(Exclusive ['m, K, V, S] &'m mut UniqueMap<K, V, S>, &&'m mut UniqueMap<K, V, S>);
