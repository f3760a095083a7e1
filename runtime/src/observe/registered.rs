//! Where a registry's numbers come from: its maps, and what is left of maps that are gone.

use super::{Series, Watched, series::Counts};
use crate::Stats;
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

pub(super) type Identified = (Id, Arc<dyn Watched>);

#[derive(Default)]
pub(super) struct Sources {
    list: Vec<Source>,
    /// What goes for all maps of one name.
    names: BTreeMap<String, Name>,
    next: u64,
}

pub(super) struct Source {
    id: Id,
    map: Map,
    /// What it said last.
    seen: Option<Reading>,
}

pub(super) enum Map {
    Static(&'static dyn Watched),
    Shared(Weak<dyn Watched>),
    /// A map at this address with what shows its keys, made anew each time: it must not keep the map alive.
    Keyed(usize, Box<dyn Fn() -> Option<Arc<dyn Watched>> + Send + Sync>),
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

    fn upgrade(&self) -> Option<Arc<dyn Watched>> {
        match self {
            Self::Static(map) => Some(Arc::new(*map)),
            Self::Shared(map) => map.upgrade(),
            Self::Keyed(_, map) => map(),
        }
    }
}

impl Sources {
    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    /// Adds the map. If it is there already it would be counted twice: then one with keys takes the other's place. Answers
    /// what is not needed, to be dropped without a lock.
    pub(super) fn add(&mut self, map: Map) -> Option<Map> {
        let is_there = |source: &&mut Source| source.map.address() == map.address() && !map.is_nowhere();
        match self.list.iter_mut().find(is_there) {
            Some(source) if matches!(map, Map::Keyed(..)) => Some(mem::replace(&mut source.map, map)),
            Some(_) => Some(map),
            None => {
                self.next += 1;
                self.list.push(Source { id: self.next, map, seen: None });
                None
            }
        }
    }

    /// The maps that are still there; the others are forgotten, but for what they have counted. They are to be dropped
    /// without a lock.
    pub(super) fn maps(&mut self) -> (Vec<Identified>, Vec<Source>) {
        let (mut maps, mut kept, mut gone) = (Vec::new(), Vec::new(), Vec::new());
        for source in self.list.drain(..) {
            if let Some(map) = source.map.upgrade() {
                maps.push((source.id, map));
                kept.push(source);
                continue;
            }
            if let Some(seen) = &source.seen {
                self.names.entry(seen.name.clone()).and_modify(|name| name.gone += seen.counts);
            }
            gone.push(source);
        }
        self.list = kept;
        (maps, gone)
    }

    /// Takes in what the maps said, and adds it up.
    pub(super) fn series(&mut self, readings: Vec<(Id, Reading)>) -> Vec<Series> {
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
}
