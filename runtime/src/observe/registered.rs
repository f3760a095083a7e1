//! The maps of a registry, and the final counts of maps that have been dropped.

use super::{
    map_metrics::{Counts, MapMetrics},
    observed::Observed,
    waits::Waits,
};
use crate::maps::Stats;
use core::{mem, ptr};
use std::{
    borrow::ToOwned,
    boxed::Box,
    collections::{BTreeMap, HashMap},
    string::String,
    sync::{Arc, Weak},
    vec::Vec,
};

/// Identifies a map in its registry, since names may be equal or missing.
pub(crate) type Id = u64;

pub(super) type Identified = (Id, Arc<dyn Observed>);

#[derive(Default)]
pub(super) struct RegisteredMaps {
    /// In the order of their identifiers.
    list: Vec<Registered>,
    /// The identifiers of the maps by their addresses, except for maps of size zero. The list has a `Weak` of a map, so
    /// no other map gets its address before it is removed.
    addresses: HashMap<usize, Id>,
    /// With more maps than this, adding one looks for maps that have been dropped.
    sweep_at: usize,
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
    Unkeyed(Unkeyed),
    /// A map, and a function that returns it together with the function that shows its keys. It is called for each use,
    /// since the registry must not keep the map alive.
    Keyed(Unkeyed, Box<dyn Fn() -> Option<Arc<dyn Observed>> + Send + Sync>),
}

/// A map without the function that shows its keys.
pub(super) enum Unkeyed {
    Static(&'static dyn Observed),
    Shared(Weak<dyn Observed>),
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
    waits: Option<Waits>,
    counts: Counts,
}

impl Reading {
    /// Reads the map. The caller must hold no lock, since the map may be user code.
    pub(super) fn of(map: &dyn Observed) -> Self {
        let name = map.name().unwrap_or(MapMetrics::UNNAMED).to_owned();
        let stats = map.stats();
        let waits = map.waits();
        Self { name, stats, waits, counts: Counts::of(&stats, waits.as_ref()) }
    }
}

impl Unkeyed {
    fn address(&self) -> usize {
        match self {
            Self::Static(map) => ptr::from_ref(*map).addr(),
            Self::Shared(map) => map.as_ptr().addr(),
        }
    }

    fn upgrade(&self) -> Option<Arc<dyn Observed>> {
        match self {
            Self::Static(map) => Some(Arc::new(*map)),
            Self::Shared(map) => map.upgrade(),
        }
    }

    fn is_gone(&self) -> bool {
        matches!(self, Self::Shared(map) if map.strong_count() == 0)
    }
}

impl Map {
    const fn unkeyed(&self) -> &Unkeyed {
        match self {
            Self::Unkeyed(map) | Self::Keyed(map, _) => map,
        }
    }

    /// Returns whether the map has size zero, so that its address does not identify it.
    fn is_zero_sized(&self) -> bool {
        matches!(self, Self::Unkeyed(Unkeyed::Static(map)) if size_of_val(*map) == 0)
    }

    fn upgrade(&self) -> Option<Arc<dyn Observed>> {
        match self {
            Self::Unkeyed(map) => map.upgrade(),
            Self::Keyed(_, map) => map(),
        }
    }
}

/// The number of maps below which adding one never looks for maps that have been dropped.
const FEW: usize = 32;

impl RegisteredMaps {
    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    /// Adds a map. O(1), amortised. A map that is already present is not added again, since it would be counted twice;
    /// but if `map` has keys, it replaces the present one. Returns what is not kept, which the caller must drop without
    /// a lock: the map that was replaced, and maps that have been dropped.
    pub(super) fn add(&mut self, map: Map) -> (Option<Map>, Vec<Registered>) {
        let address = map.unkeyed().address();
        if !map.is_zero_sized() {
            let known = self.addresses.get(&address).copied();
            if let Some(registered) = known.and_then(|id| self.find(id)) {
                let is_keyed = matches!(map, Map::Keyed(..));
                let other = if is_keyed { mem::replace(&mut registered.map, map) } else { map };
                return (Some(other), Vec::new());
            }
        }
        self.next += 1;
        if !map.is_zero_sized() {
            self.addresses.insert(address, self.next);
        }
        self.list.push(Registered { id: self.next, map, seen: None });
        if self.list.len() <= self.sweep_at.max(FEW) {
            return (None, Vec::new());
        }
        // Otherwise maps that come and go without a scrape would stay.
        let gone = self.remove(|registered| registered.map.unkeyed().is_gone());
        self.sweep_at = 2 * self.list.len();
        (None, gone)
    }

    fn find(&mut self, id: Id) -> Option<&mut Registered> {
        let index = self.list.binary_search_by_key(&id, |registered| registered.id).ok()?;
        self.list.get_mut(index)
    }

    /// Removes maps that have been dropped, and keeps their counts.
    fn remove(&mut self, mut is_gone: impl FnMut(&Registered) -> bool) -> Vec<Registered> {
        let (mut kept, mut gone) = (Vec::with_capacity(self.list.len()), Vec::new());
        for registered in self.list.drain(..) {
            if !is_gone(&registered) {
                kept.push(registered);
                continue;
            }
            let seen = registered.seen.as_ref();
            if let Some((name, counts)) = seen.and_then(|seen| Some((self.names.get_mut(&seen.name)?, seen.counts))) {
                name.gone += counts;
            }
            self.addresses.remove(&registered.map.unkeyed().address());
            gone.push(registered);
        }
        self.list = kept;
        gone
    }

    /// Returns the maps that still exist, and those that have been dropped, which are no longer registered but whose
    /// counts are kept. The caller must drop both without a lock.
    pub(super) fn maps(&mut self) -> (Vec<Identified>, Vec<Registered>) {
        let mut maps = Vec::with_capacity(self.list.len());
        let gone = self.remove(|registered| match registered.map.upgrade() {
            Some(map) => {
                maps.push((registered.id, map));
                false
            }
            None => true,
        });
        (maps, gone)
    }

    /// Records the readings and returns the metrics of all maps by name.
    pub(super) fn map_metrics(&mut self, readings: Vec<(Id, Reading)>) -> Vec<MapMetrics> {
        for (id, mut reading) in readings {
            // If the map is not registered any more, a concurrent call has removed it and kept its counts.
            if let Some(registered) = self.find(id) {
                if let Some(seen) = &registered.seen {
                    reading.counts = reading.counts.max(seen.counts);
                }
                registered.seen = Some(reading);
            }
        }
        let mut metrics: BTreeMap<&str, MapMetrics> = BTreeMap::new();
        for Reading { name, stats, waits, counts } in self.list.iter().filter_map(|registered| registered.seen.as_ref())
        {
            let of_name = metrics.entry(name).or_insert_with(|| {
                let Name { birth, gone } = self.names.entry(name.clone()).or_insert_with(|| {
                    self.next += 1;
                    Name { birth: self.next, gone: Counts::default() }
                });
                MapMetrics::new(name.clone(), *birth, *gone)
            });
            of_name.add(stats, waits.as_ref(), *counts);
        }
        // A name without maps is not in the result. If it is used again, its counters start at zero.
        self.names.retain(|name, _| metrics.contains_key(name.as_str()));
        metrics.into_values().collect()
    }
}
