//! Functions of many kinds, with something for the lints to find in many of them.
//!
//! The attributes are there with the feature `annotated` only; what is reported has to be the same either way. So each
//! body uses what its attribute uses.

pub mod asynchronous;
pub mod by_macro;
pub mod carried;
pub mod findings;
pub mod forms;
pub mod one_macro_call;
pub mod statements;

use scoped_entry::{key_policy, CallSite, EntryMap, InflightMap, SharedKeys, UniqueMap};
use std::sync::{
    atomic::{AtomicU64, Ordering},
    Mutex, MutexGuard,
};

pub static CALLS: InflightMap<u64> = InflightMap::new();
static TURN: Mutex<()> = Mutex::new(());

pub fn turn() -> MutexGuard<'static, ()> {
    TURN.lock().unwrap()
}

pub static NAMES: InflightMap<String> = InflightMap::new();

#[derive(Default)]
pub struct Service {
    pub calls: InflightMap<u64>,
    pub unique: UniqueMap<String, u64>,
    pub pairs: InflightMap<(String, u64)>,
    pub handled: u64,
}

static LIVE: AtomicU64 = AtomicU64::new(0);

/// A map that keeps its entries elsewhere, and so is nothing that clippy sees change.
pub struct Elsewhere;

pub static ELSEWHERE: Elsewhere = Elsewhere;

impl EntryMap for Elsewhere {
    type Key = u64;
    type KeyPolicy = key_policy::Shared;
    type Value = ();
    type Ticket = ();

    fn remove_entry(&self, (): ()) {
        LIVE.fetch_sub(1, Ordering::Relaxed);
    }
}

impl SharedKeys for Elsewhere {
    fn insert_entry(&self, _: u64, (): (), _: CallSite) {
        LIVE.fetch_add(1, Ordering::Relaxed);
    }
}
