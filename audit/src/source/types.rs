//! Types of fields and statics, by name: what says whether a map is shared.

use std::collections::HashMap;

/// What the types of a crate are known by.
#[derive(Debug, Default)]
pub struct Types {
    by_name: HashMap<String, Vec<String>>,
}

/// What a type says about a map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TypeSays {
    /// Nothing: unknown, or a type of the crate's own.
    Nothing,
    /// A concurrent map, or something atomic.
    Concurrent,
    /// Behind a lock.
    Locked,
    /// A plain collection: shared only if what it stands in is.
    Plain,
    /// A cache, a list of headers: entries are not the calls' own.
    NotOfCalls,
}

/// What a type says, by the names in it.
#[must_use]
pub fn says(ty: &str) -> TypeSays {
    const NOT_OF_CALLS: [&str; 14] = [
        "Cache",
        "Lru",
        "LRU",
        "HeaderMap",
        "Headers",
        "Extensions",
        "MetadataMap",
        "Ttl",
        "TTL",
        "serde_json",
        "TypeMap",
        "Expir",
        "Interner",
        "Slab",
    ];
    const CONCURRENT: [&str; 12] = [
        "DashMap",
        "DashSet",
        "SkipMap",
        "SkipSet",
        "scc::",
        "papaya",
        "ConcurrentMap",
        "Atomic",
        "Gauge",
        "CHashMap",
        "flurry",
        "ConcurrentHashMap",
    ];
    let has = |names: &[&str]| names.iter().any(|name| ty.contains(name));
    // The values' type says nothing of the map.
    let map = ty.split(',').next().unwrap_or(ty);
    if NOT_OF_CALLS.iter().any(|name| map.contains(name)) {
        TypeSays::NotOfCalls
    } else if has(&CONCURRENT) {
        TypeSays::Concurrent
    } else if has(&["Mutex", "RwLock", "Lock<"]) {
        TypeSays::Locked
    } else if has(&["Map<", "Set<", "Vec<", "VecDeque"]) {
        TypeSays::Plain
    } else {
        TypeSays::Nothing
    }
}

impl Types {
    pub(crate) fn add(&mut self, name: &str, ty: String) {
        let types = self.by_name.entry(name.to_owned()).or_default();
        if types.len() < 8 && !types.contains(&ty) {
            types.push(ty);
        }
    }

    /// The types of all fields and statics of that name.
    #[must_use]
    pub fn of(&self, name: &str) -> &[String] {
        self.by_name.get(name).map_or(&[], Vec::as_slice)
    }

    /// What they say, where they agree.
    #[must_use]
    pub fn say(&self, name: &str) -> TypeSays {
        let mut all = self.of(name).iter().map(|ty| says(ty));
        let Some(first) = all.next() else { return TypeSays::Nothing };
        if all.all(|other| other == first) { first } else { TypeSays::Nothing }
    }
}
