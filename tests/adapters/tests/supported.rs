//! Every supported map keeps the promises of the suite, as far as it gives them.

use scoped_entry::{
    InflightMap, UniqueMap,
    conformance::{self, Probe, UniqueKeysSuite},
};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    sync::{Arc, Mutex, RwLock},
};

/// All that a map can promise.
fn strict<M>(suite: UniqueKeysSuite<M>) -> UniqueKeysSuite<M> {
    suite
}

macro_rules! conforms {
    ($($(#[$cfg:meta])* $name:ident: $map:ty, $limits:expr;)*) => {$(
        $(#[$cfg])*
        #[test]
        fn $name() {
            $limits(conformance::unique_keys(<$map>::default)).run();
        }
    )*};
}

/// A collection in a lock.
macro_rules! in_locks {
    ($($(#[$cfg:meta])* $module:ident: $collection:ty;)*) => {$(
        $(#[$cfg])*
        mod $module {
            use super::*;

            conforms! {
                in_a_mutex: Mutex<$collection>, UniqueKeysSuite::may_drop_refused_keys_under_its_lock;
                in_a_rw_lock: RwLock<$collection>, UniqueKeysSuite::may_drop_refused_keys_under_its_lock;
                in_an_arc: Arc<Mutex<$collection>>, UniqueKeysSuite::may_drop_refused_keys_under_its_lock;
                #[cfg(any(feature = "parking_lot", feature = "lock_api"))]
                in_a_parking_lot_mutex: parking_lot::Mutex<$collection>,
                    UniqueKeysSuite::may_drop_refused_keys_under_its_lock;
                #[cfg(any(feature = "parking_lot", feature = "lock_api"))]
                in_a_parking_lot_fair_mutex: parking_lot::FairMutex<$collection>,
                    UniqueKeysSuite::may_drop_refused_keys_under_its_lock;
                #[cfg(any(feature = "parking_lot", feature = "lock_api"))]
                in_a_parking_lot_rw_lock: parking_lot::RwLock<$collection>,
                    UniqueKeysSuite::may_drop_refused_keys_under_its_lock;
                #[cfg(any(feature = "parking_lot013", feature = "lock_api05"))]
                in_a_parking_lot_013_mutex: parking_lot013::Mutex<$collection>,
                    UniqueKeysSuite::may_drop_refused_keys_under_its_lock;
                #[cfg(any(feature = "parking_lot013", feature = "lock_api05"))]
                in_a_parking_lot_013_rw_lock: parking_lot013::RwLock<$collection>,
                    UniqueKeysSuite::may_drop_refused_keys_under_its_lock;
            }
        }
    )*};
}

in_locks! {
    hash_map: HashMap<Probe, Probe>;
    hash_set: HashSet<Probe>;
    btree_map: BTreeMap<Probe, Probe>;
    btree_set: BTreeSet<Probe>;
    #[cfg(feature = "hashbrown")]
    hashbrown_map: hashbrown::HashMap<Probe, Probe>;
    #[cfg(feature = "hashbrown")]
    hashbrown_set: hashbrown::HashSet<Probe>;
    #[cfg(feature = "indexmap")]
    index_map: indexmap::IndexMap<Probe, Probe>;
    #[cfg(feature = "indexmap")]
    index_set: indexmap::IndexSet<Probe>;
}

conforms! {
    unique_map: UniqueMap<Probe, Probe>, strict;
    unique_map_of_keys: UniqueMap<Probe>, strict;
    unique_map_of_strings: UniqueMap<String, u64>, strict;
    #[cfg(feature = "dashmap")]
    dash_map: dashmap::DashMap<Probe, Probe>, strict;
    #[cfg(feature = "dashmap")]
    dash_map_in_an_arc: Arc<dashmap::DashMap<Probe, Probe>>, strict;
    #[cfg(feature = "dashmap")]
    dash_set: dashmap::DashSet<Probe>, UniqueKeysSuite::may_drop_refused_keys_under_its_lock;
    #[cfg(feature = "papaya")]
    papaya_map: papaya::HashMap<Probe, Probe>, UniqueKeysSuite::drops_later;
    #[cfg(feature = "papaya")]
    papaya_set: papaya::HashSet<Probe>, UniqueKeysSuite::drops_later;
    #[cfg(feature = "scc")]
    scc_map: scc::HashMap<Probe, Probe>, strict;
    #[cfg(feature = "scc")]
    scc_set: scc::HashSet<Probe>, strict;
    #[cfg(feature = "scc")]
    scc_hash_index: scc::HashIndex<Probe, Probe>, UniqueKeysSuite::drops_later;
    #[cfg(feature = "scc")]
    scc_tree_index: scc::TreeIndex<Probe, Probe>, UniqueKeysSuite::drops_later;
}

#[test]
fn inflight_map() {
    conformance::shared_keys(InflightMap::<Probe, Probe>::new, InflightMap::len).run();
}

#[test]
fn inflight_map_of_strings_in_an_arc() {
    conformance::shared_keys(|| Arc::new(InflightMap::<String>::new()), |map| map.len()).run();
}
