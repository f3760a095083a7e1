//! The maps that functions enter, as a generated crate spells them.

use proc_macro2::TokenStream;

pub(crate) struct Map {
    pub(crate) name: &'static str,
    /// Whether several calls may hold the same key.
    pub(crate) is_shared: bool,
    /// Whether an entry holds a value.
    pub(crate) has_values: bool,
}

const fn shared(name: &'static str) -> Map {
    Map { name, is_shared: true, has_values: true }
}

const fn map(name: &'static str) -> Map {
    Map { name, is_shared: false, has_values: true }
}

const fn set(name: &'static str) -> Map {
    Map { name, is_shared: false, has_values: false }
}

pub(crate) const MAPS: [Map; 43] = [
    shared("InflightMap<Key, Val>"),
    map("UniqueMap<Key, Val>"),
    shared("OwnShared"),
    map("Own"),
    map("Mutex<HashMap<Key, Val>>"),
    map("RwLock<HashMap<Key, Val>>"),
    map("Mutex<BTreeMap<Key, Val>>"),
    map("RwLock<BTreeMap<Key, Val>>"),
    set("Mutex<HashSet<Key>>"),
    set("RwLock<HashSet<Key>>"),
    set("Mutex<BTreeSet<Key>>"),
    set("RwLock<BTreeSet<Key>>"),
    map("Mutex<Few>"),
    map("RwLock<Few>"),
    map("Mutex<hashbrown::HashMap<Key, Val>>"),
    map("RwLock<hashbrown::HashMap<Key, Val>>"),
    set("Mutex<hashbrown::HashSet<Key>>"),
    map("Mutex<indexmap::IndexMap<Key, Val>>"),
    map("RwLock<indexmap::IndexMap<Key, Val>>"),
    set("Mutex<indexmap::IndexSet<Key>>"),
    map("parking_lot::Mutex<HashMap<Key, Val>>"),
    map("parking_lot::RwLock<HashMap<Key, Val>>"),
    set("parking_lot::Mutex<BTreeSet<Key>>"),
    set("parking_lot::RwLock<BTreeSet<Key>>"),
    map("parking_lot::Mutex<hashbrown::HashMap<Key, Val>>"),
    map("parking_lot::RwLock<hashbrown::HashMap<Key, Val>>"),
    map("parking_lot::Mutex<indexmap::IndexMap<Key, Val>>"),
    map("parking_lot::RwLock<indexmap::IndexMap<Key, Val>>"),
    map("parking_lot013::Mutex<HashMap<Key, Val>>"),
    map("parking_lot013::RwLock<HashMap<Key, Val>>"),
    set("parking_lot013::Mutex<BTreeSet<Key>>"),
    set("parking_lot013::RwLock<BTreeSet<Key>>"),
    map("parking_lot013::Mutex<hashbrown::HashMap<Key, Val>>"),
    map("parking_lot013::RwLock<indexmap::IndexMap<Key, Val>>"),
    map("dashmap::DashMap<Key, Val>"),
    set("dashmap::DashSet<Key>"),
    map("papaya::HashMap<Key, Val>"),
    set("papaya::HashSet<Key>"),
    map("scc::HashMap<Key, Val>"),
    set("scc::HashSet<Key>"),
    map("scc::HashIndex<Key, Val>"),
    map("scc::TreeIndex<Key, Val>"),
    // What a new service takes is worth more turns.
    shared("InflightMap<Key, Val>"),
];

/// Their names, as a generated constant.
pub(crate) fn names() -> Vec<&'static str> {
    MAPS.iter().map(|map| map.name).collect()
}

impl Map {
    pub(crate) fn written(&self) -> TokenStream {
        self.name.parse().expect("a type is made of tokens")
    }
}
