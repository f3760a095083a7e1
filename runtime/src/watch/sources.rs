//! Where a registry's numbers come from: its maps, and what is left of maps that are gone.

use super::{Series, Watched, series::Counts};
use crate::Stats;
use core::ptr;
use std::{
    borrow::ToOwned,
    collections::BTreeMap,
    string::String,
    sync::{Arc, Weak},
    vec::Vec,
};

#[derive(Default)]
pub(super) struct Sources {
    list: Vec<Source>,
    /// What goes for all maps of one name.
    names: BTreeMap<String, Name>,
    next: u64,
}

struct Source {
    id: u64,
    map: Map,
    /// What it said last.
    seen: Option<Reading>,
}

pub(super) enum Map {
    Static(&'static dyn Watched),
    Shared(Weak<dyn Watched>),
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
    pub(super) fn of(map: &dyn Watched) -> Self {
        let name = map.name().unwrap_or(Series::UNNAMED).to_owned();
        let stats = map.stats();
        Self { name, stats, counts: Counts::of(&stats) }
    }
}

impl Map {
    fn address(&self) -> *const () {
        match self {
            Self::Static(map) => ptr::from_ref(*map).cast(),
            Self::Shared(map) => map.as_ptr().cast(),
        }
    }

    /// Of no size: its address says nothing.
    fn is_nowhere(&self) -> bool {
        matches!(self, Self::Static(map) if size_of_val(*map) == 0)
    }

    fn upgrade(&self) -> Option<Arc<dyn Watched>> {
        match self {
            Self::Static(map) => Some(Arc::new(*map)),
            Self::Shared(map) => map.upgrade(),
        }
    }
}

impl Sources {
    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    /// Adds the map, if it is not there already: it would be counted twice.
    pub(super) fn add(&mut self, map: Map) {
        let is_there = |source: &Source| source.map.address() == map.address() && !map.is_nowhere();
        if !self.list.iter().any(is_there) {
            let id = self.next_number();
            self.list.push(Source { id, map, seen: None });
        }
    }

    /// The maps that are still there; the others are forgotten, but for what they have counted.
    pub(super) fn maps(&mut self) -> Vec<(u64, Arc<dyn Watched>)> {
        let mut maps = Vec::with_capacity(self.list.len());
        let names = &mut self.names;
        self.list.retain(|source| {
            if let Some(map) = source.map.upgrade() {
                maps.push((source.id, map));
                return true;
            }
            if let Some(seen) = &source.seen {
                names.entry(seen.name.clone()).and_modify(|name| name.gone += seen.counts);
            }
            false
        });
        maps
    }

    /// Takes in what the maps said, and adds it up.
    pub(super) fn series(&mut self, readings: Vec<(u64, Reading)>) -> Vec<Series> {
        for (id, mut reading) in readings {
            // One that is not there any more was let go by a reading that overlaps with this one.
            if let Some(source) = self.list.iter_mut().find(|source| source.id == id) {
                if let Some(seen) = &source.seen {
                    reading.counts = reading.counts.max(seen.counts);
                }
                source.seen = Some(reading);
            }
        }
        let mut series: BTreeMap<&str, Series> = BTreeMap::new();
        for Reading { name, stats, counts } in self.list.iter().filter_map(|source| source.seen.as_ref()) {
            let of_name = series.entry(name).or_insert_with(|| {
                let Name { birth, gone } = self.names.entry(name.clone()).or_insert_with(|| {
                    self.next += 1;
                    Name { birth: self.next, gone: Counts::default() }
                });
                Series::new(name.clone(), *birth, *gone)
            });
            of_name.add(stats, *counts);
        }
        // A name that somebody was shown to be gone may begin anew.
        self.names.retain(|name, _| series.contains_key(name.as_str()));
        series.into_values().collect()
    }

    const fn next_number(&mut self) -> u64 {
        self.next += 1;
        self.next
    }
}
