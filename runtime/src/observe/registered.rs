//! The maps of a registry, and the final counts of maps that have been dropped.

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

/// Identifies a map in its registry, since names may be equal or missing.
pub(crate) type Id = u64;

pub(super) type Identified = (Id, Arc<dyn Observed>);

#[derive(Default)]
pub(super) struct RegisteredMaps {
    list: Vec<Registered>,
    /// The state that all maps with the same name share.
    names: BTreeMap<String, Name>,
    next: u64,
}

pub(super) struct Registered {
    id: Id,
    map: Map,
    /// The last reading.
    seen: Option<Reading>,
}

pub(super) enum Map {
    Static(&'static dyn Observed),
    Shared(Weak<dyn Observed>),
    /// The address of a map, and a function that returns the map together with the function that shows its keys. It is
    /// called for each use, since the registry must not keep the map alive.
    Keyed(usize, Box<dyn Fn() -> Option<Arc<dyn Observed>> + Send + Sync>),
}

struct Name {
    birth: u64,
    /// The sum of the counts of maps with this name that have been dropped.
    gone: Counts,
}

/// The name and statistics of a map, as it returned them.
pub(super) struct Reading {
    name: String,
    stats: Stats,
    counts: Counts,
}

impl Reading {
    /// Reads the map. The caller must hold no lock, since the map may be user code.
    pub(super) fn of(map: &dyn Observed) -> Self {
        let name = map.name().unwrap_or(MapMetrics::UNNAMED).to_owned();
        let stats = map.stats();
        let counts = Counts::of(&stats, map.replies());
        Self { name, stats, counts }
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

    /// Returns whether the map has size zero, so that its address does not identify it.
    fn is_zero_sized(&self) -> bool {
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

    /// Adds a map. A map that is already present is not added again, since it would be counted twice; but if `map` has
    /// keys, it replaces the present one. Returns the one that is not kept, which the caller must drop without a lock.
    pub(super) fn add(&mut self, map: Map) -> Option<Map> {
        let is_there = |registered: &&mut Registered| registered.map.address() == map.address() && !map.is_zero_sized();
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

    /// Returns the maps that still exist, and those that have been dropped, which are no longer registered but whose
    /// counts are kept. The caller must drop both without a lock.
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

    /// Records the readings and returns the metrics of all maps by name.
    pub(super) fn map_metrics(&mut self, readings: Vec<(Id, Reading)>) -> Vec<MapMetrics> {
        for (id, mut reading) in readings {
            // If the map is not registered any more, a concurrent call has removed it and kept its counts.
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
        // A name without maps is not in the result. If it is used again, its counters start at zero.
        self.names.retain(|name, _| metrics.contains_key(name.as_str()));
        metrics.into_values().collect()
    }
}
