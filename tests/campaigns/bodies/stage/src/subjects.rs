//! Every map that an entry can be made in, as the stage knows it.

use crate::{
    collections::{Few, Own, OwnShared},
    entry::{Gauge, Key, Val, key},
    log,
    noisy::{N, noisy},
};
use scoped_entry::{EntryGuard, InflightMap, MapRef, UniqueMap};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    sync::{Mutex, RwLock, TryLockError},
};

/// Something that is held until it drops.
pub trait Anything {}

impl<T> Anything for T {}

pub type Anythings<'a> = Box<dyn Anything + 'a>;

pub trait Subject: Send + Sync + 'static {
    /// Whether keys and values drop as soon as their entry is removed.
    const DROPS_AT_ONCE: bool;

    fn fresh() -> Self;
    /// How many entries there are, unless the map is locked.
    fn live(&self) -> Option<usize>;
    /// What a body might hold of a map: its lock, or a reference into it.
    fn held(&self) -> Option<Anythings<'_>>;
    /// An entry of somebody else.
    fn neighbour<O: MapRef<Map = Self> + 'static>(owner: O, number: u32) -> Option<Anythings<'static>>
    where
        Self: scoped_entry::EntryMap;
    /// How many have entered, and how many have exited, of a map that counts.
    fn counters(&self) -> Option<(u64, u64)> {
        None
    }
}

/// Holds the map in a temporary.
pub fn hold<M: Subject>(map: &M, site: u32) -> Held<'_> {
    Held { _lock: map.held(), noisy: noisy(site), _counted: Holds::new() }
}

#[allow(missing_debug_implementations)]
pub struct Held<'a> {
    _lock: Option<Anythings<'a>>,
    noisy: N,
    _counted: Holds,
}

/// Counts those that hold a map.
struct Holds;

impl Holds {
    fn new() -> Self {
        log::with(|log| log.held += 1);
        Self
    }
}

impl Drop for Holds {
    fn drop(&mut self) {
        log::with(|log| log.held -= 1);
    }
}

impl Held<'_> {
    #[must_use]
    pub fn touch(&self) -> i64 {
        self.noisy.touch()
    }
}

macro_rules! subjects {
    ($($map:ty: $enter:ident, $at_once:literal, $live:expr, $held:expr $(, $counters:expr)?;)*) => {$(
        impl Subject for $map {
            const DROPS_AT_ONCE: bool = $at_once;

            fn fresh() -> Self {
                Self::default()
            }

            fn live(&self) -> Option<usize> {
                let live: fn(&Self) -> Option<usize> = $live;
                live(self)
            }

            fn held(&self) -> Option<Anythings<'_>> {
                let held: for<'a> fn(&'a Self) -> Option<Anythings<'a>> = $held;
                held(self)
            }

            fn neighbour<O: MapRef<Map = Self> + 'static>(owner: O, number: u32) -> Option<Anythings<'static>> {
                subjects!(@$enter owner, number)
            }

            $(fn counters(&self) -> Option<(u64, u64)> {
                let counters: fn(&Self) -> (u64, u64) = $counters;
                Some(counters(self))
            })?
        }
    )*};
    (@enter $owner:ident, $number:ident) => {
        Some(Box::new(EntryGuard::enter($owner, key($number), Default::default())))
    };
    (@try_enter $owner:ident, $number:ident) => {
        EntryGuard::try_enter($owner, key($number), Default::default()).ok().map(|guard| Box::new(guard) as _)
    };
}

macro_rules! in_std_locks {
    ($($collection:ty;)*) => {
        subjects! {$(
            Mutex<$collection>: try_enter, true, |map| match map.try_lock() {
                Ok(map) => Some(map.len()),
                Err(TryLockError::Poisoned(map)) => Some(map.into_inner().len()),
                Err(TryLockError::WouldBlock) => None,
            }, |map| match map.try_lock() {
                Ok(map) => Some(Box::new(map)),
                Err(TryLockError::Poisoned(map)) => Some(Box::new(map.into_inner())),
                Err(TryLockError::WouldBlock) => None,
            };
            RwLock<$collection>: try_enter, true, |map| match map.try_read() {
                Ok(map) => Some(map.len()),
                Err(TryLockError::Poisoned(map)) => Some(map.into_inner().len()),
                Err(TryLockError::WouldBlock) => None,
            }, |map| match map.try_write() {
                Ok(map) => Some(Box::new(map)),
                Err(TryLockError::Poisoned(map)) => Some(Box::new(map.into_inner())),
                Err(TryLockError::WouldBlock) => None,
            };
        )*}
    };
}

in_std_locks! {
    HashMap<Key, Val>;
    BTreeMap<Key, Val>;
    HashSet<Key>;
    BTreeSet<Key>;
    Few;
    hashbrown::HashMap<Key, Val>;
    hashbrown::HashSet<Key>;
    indexmap::IndexMap<Key, Val>;
    indexmap::IndexSet<Key>;
}

macro_rules! in_locks_of_others {
    ($($collection:ty;)*) => {
        subjects! {$(
            parking_lot::Mutex<$collection>: try_enter, true,
                |map| Some(map.try_lock()?.len()), |map| Some(Box::new(map.try_lock()?));
            parking_lot::RwLock<$collection>: try_enter, true,
                |map| Some(map.try_read()?.len()), |map| Some(Box::new(map.try_read()?));
            parking_lot013::Mutex<$collection>: try_enter, true,
                |map| Some(map.try_lock()?.len()), |map| Some(Box::new(map.try_lock()?));
            parking_lot013::RwLock<$collection>: try_enter, true,
                |map| Some(map.try_read()?.len()), |map| Some(Box::new(map.try_read()?));
        )*}
    };
}

in_locks_of_others! {
    HashMap<Key, Val>;
    BTreeSet<Key>;
    hashbrown::HashMap<Key, Val>;
    indexmap::IndexMap<Key, Val>;
}

subjects! {
    InflightMap<Key, Val>: enter, true, |map| Some(map.len()), |_| None, |map| {
        let stats = map.stats();
        (stats.entered, stats.exited)
    };
    UniqueMap<Key, Val>: try_enter, true, |map| Some(map.len()), |_| None, |map| {
        let stats = map.stats();
        (stats.entered, stats.exited)
    };
    Own: try_enter, true, |map| Some(map.0.len()), |_| None;
    OwnShared: enter, true, |map| Some(map.0.len()), |_| None;
    dashmap::DashMap<Key, Val>: try_enter, true, |map| Some(map.len()), |map| Some(Box::new(map.iter().next()));
    dashmap::DashSet<Key>: try_enter, true, |map| Some(map.len()), |map| Some(Box::new(map.iter().next()));
    papaya::HashMap<Key, Val>: try_enter, false, |map| Some(map.len()), |map| Some(Box::new(map.pin()));
    papaya::HashSet<Key>: try_enter, false, |map| Some(map.len()), |map| Some(Box::new(map.pin()));
    scc::HashMap<Key, Val>: try_enter, true, |map| Some(map.len()), |_| None;
    scc::HashSet<Key>: try_enter, true, |map| Some(map.len()), |_| None;
    scc::HashIndex<Key, Val>: try_enter, false, |map| Some(map.len()), |_| None;
    scc::TreeIndex<Key, Val>: try_enter, false, |map| Some(map.len()), |_| None;
}

impl Gauge {
    pub(crate) fn live(&self) -> usize {
        self.height()
    }
}
