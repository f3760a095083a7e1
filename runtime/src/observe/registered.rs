//! Where a registry's numbers come from: its maps, and what is left of maps that are gone.

use super::{
    map_metrics::{Counts, MapMetrics},
    observed::Observed,
};
use crate::maps::Stats;
use core::{mem, ptr};
use std::{
    borrow::ToOwned,
    boxed::Box,
    collections::BTreeMap,
    string::String,
    sync::{Arc, Weak},
    vec::Vec,
};

/// A map in a registry, for those who remember what they saw of it: names may be equal, or missing.
pub(crate) type Id = u64;

pub(super) type Identified = (Id, Arc<dyn Observed>);

#[derive(Default)]
pub(super) struct RegisteredMaps {
    list: Vec<Registered>,
    /// What goes for all maps of one name.
    names: BTreeMap<String, Name>,
    next: u64,
}

pub(super) struct Registered {
    id: Id,
    map: Map,
    /// What it said last.
    seen: Option<Reading>,
}

pub(super) enum Map {
    Static(&'static dyn Observed),
    Shared(Weak<dyn Observed>),
    /// A map at this address with what shows its keys, made anew each time: it must not keep the map alive.
    Keyed(usize, Box<dyn Fn() -> Option<Arc<dyn Observed>> + Send + Sync>),
}

struct Name {
    birth: u64,
    /// What maps of this name have counted that are gone.
    gone: Counts,
}

/// What a map said when it was asked.
pub(super) struct Reading {
    name: String,
    stats: Stats,
    counts: Counts,
}

impl Reading {
    /// Asks the map. It may be a user's own: no lock is held.
    pub(super) fn of(map: &dyn Observed) -> Self {
        let name = map.name().unwrap_or(MapMetrics::UNNAMED).to_owned();
        let stats = map.stats();
        Self { name, stats, counts: Counts::of(&stats) }
    }
}

impl Map {
    fn address(&self) -> usize {
        match self {
            Self::Static(map) => ptr::from_ref(*map).addr(),
            Self::Shared(map) => map.as_ptr().addr(),
            Self::Keyed(address, _) => *address,
        }
    }

    /// Of no size: its address says nothing.
    fn is_nowhere(&self) -> bool {
        matches!(self, Self::Static(map) if size_of_val(*map) == 0)
    }

    fn upgrade(&self) -> Option<Arc<dyn Observed>> {
        match self {
            Self::Static(map) => Some(Arc::new(*map)),
            Self::Shared(map) => map.upgrade(),
            Self::Keyed(_, map) => map(),
        }
    }
}

impl RegisteredMaps {
    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    /// Adds the map. If it is there already it would be counted twice: then one with keys takes the other's place. Answers
    /// what is not needed, to be dropped without a lock.
    pub(super) fn add(&mut self, map: Map) -> Option<Map> {
        let is_there = |registered: &&mut Registered| registered.map.address() == map.address() && !map.is_nowhere();
        match self.list.iter_mut().find(is_there) {
            Some(registered) if matches!(map, Map::Keyed(..)) => Some(mem::replace(&mut registered.map, map)),
            Some(_) => Some(map),
            None => {
                self.next += 1;
                self.list.push(Registered { id: self.next, map, seen: None });
                None
            }
        }
    }

    /// The maps that are still there; the others are forgotten, but for what they have counted. They are to be dropped
    /// without a lock.
    pub(super) fn maps(&mut self) -> (Vec<Identified>, Vec<Registered>) {
        let (mut maps, mut kept, mut gone) = (Vec::new(), Vec::new(), Vec::new());
        for registered in self.list.drain(..) {
            if let Some(map) = registered.map.upgrade() {
                maps.push((registered.id, map));
                kept.push(registered);
                continue;
            }
            if let Some(seen) = &registered.seen {
                self.names.entry(seen.name.clone()).and_modify(|name| name.gone += seen.counts);
            }
            gone.push(registered);
        }
        self.list = kept;
        (maps, gone)
    }

    /// Takes in what the maps said, and adds it up.
    pub(super) fn map_metrics(&mut self, readings: Vec<(Id, Reading)>) -> Vec<MapMetrics> {
        for (id, mut reading) in readings {
            // One that is not there any more was let go by a reading that overlaps with this one.
            if let Some(registered) = self.list.iter_mut().find(|registered| registered.id == id) {
                if let Some(seen) = &registered.seen {
                    reading.counts = reading.counts.max(seen.counts);
                }
                registered.seen = Some(reading);
            }
        }
        let mut metrics: BTreeMap<&str, MapMetrics> = BTreeMap::new();
        for Reading { name, stats, counts } in self.list.iter().filter_map(|registered| registered.seen.as_ref()) {
            let of_name = metrics.entry(name).or_insert_with(|| {
                let Name { birth, gone } = self.names.entry(name.clone()).or_insert_with(|| {
                    self.next += 1;
                    Name { birth: self.next, gone: Counts::default() }
                });
                MapMetrics::new(name.clone(), *birth, *gone)
            });
            of_name.add(stats, *counts);
        }
        // A name that somebody was shown to be gone may begin anew.
        self.names.retain(|name, _| metrics.contains_key(name.as_str()));
        metrics.into_values().collect()
    }
}
