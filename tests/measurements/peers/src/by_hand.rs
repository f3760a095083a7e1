//! The maps that people take, entered as they would write it: insert a clone of the key, and have a scopeguard that
//! removes by the other.
//!
//! They hold the key and nothing else, not even when the call began: less than the entries they are compared with.

use crate::{
    key::Key,
    peer::{Family, Peer},
};
use dashmap::DashMap;
use scopeguard::guard;
use std::{
    collections::{HashMap, hash_map::RandomState},
    hash::BuildHasher,
    hint::black_box,
    marker::PhantomData,
    sync::{Mutex, PoisonError},
};

/// No map: what it costs to make a key and to drop it.
pub struct Null;

impl Family for Null {
    const NAME: &'static str = "(the key alone)";
    const GUARD_HAS_KEY: bool = true;
    type Map<K: Key> = NullPeer;
}

/// Measures the benchmark itself.
#[derive(Default)]
pub struct NullPeer;

impl<K: Key> Peer<K> for NullPeer {
    #[inline(never)]
    fn call(&self, key: K) {
        black_box(key);
    }

    #[inline]
    fn enter(&self, key: K) -> impl Send {
        key
    }

    fn len(&self) -> usize {
        0
    }
}

/// [`HashMap`] in a std [`Mutex`].
pub struct Locked;

impl Family for Locked {
    const NAME: &'static str = "Mutex<HashMap>";
    const GUARD_HAS_KEY: bool = true;
    type Map<K: Key> = LockedPeer<K>;
}

/// A [`HashMap`] in a [`Mutex`] that is measured.
#[expect(clippy::zero_sized_map_values, reason = "it stands for maps that hold a value")]
pub struct LockedPeer<K>(Mutex<HashMap<K, ()>>);

impl<K> Default for LockedPeer<K> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Key> Peer<K> for LockedPeer<K> {
    #[inline(never)]
    fn call(&self, key: K) {
        let _entry = self.enter(key);
        black_box(());
    }

    #[inline]
    fn enter(&self, key: K) -> impl Send {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(key.clone(), ());
        guard(key, |key| {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&key);
        })
    }

    #[inline]
    fn len(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).len()
    }
}

/// [`DashMap`], by its hasher.
pub struct Dash<S = RandomState>(PhantomData<S>);

impl Family for Dash {
    const NAME: &'static str = "DashMap";
    const GUARD_HAS_KEY: bool = true;
    type Map<K: Key> = DashPeer<K, RandomState>;
}

impl Family for Dash<foldhash::fast::RandomState> {
    const NAME: &'static str = "DashMap, foldhash";
    const GUARD_HAS_KEY: bool = true;
    type Map<K: Key> = DashPeer<K, foldhash::fast::RandomState>;
}

/// A [`DashMap`] that is measured.
pub struct DashPeer<K, S>(DashMap<K, (), S>);

impl<K: Key, S: BuildHasher + Clone + Default> Default for DashPeer<K, S> {
    fn default() -> Self {
        Self(DashMap::default())
    }
}

impl<K: Key, S: BuildHasher + Clone + Default + Send + Sync> Peer<K> for DashPeer<K, S> {
    #[inline(never)]
    fn call(&self, key: K) {
        let _entry = self.enter(key);
        black_box(());
    }

    #[inline]
    fn enter(&self, key: K) -> impl Send {
        self.0.insert(key.clone(), ());
        guard(key, |key| {
            self.0.remove(&key);
        })
    }

    #[inline]
    fn len(&self) -> usize {
        self.0.len()
    }
}

/// [`papaya::HashMap`].
pub struct Papaya;

impl Family for Papaya {
    const NAME: &'static str = "papaya";
    const GUARD_HAS_KEY: bool = true;
    type Map<K: Key> = PapayaPeer<K>;
}

/// A [`papaya::HashMap`] that is measured.
pub struct PapayaPeer<K>(papaya::HashMap<K, ()>);

impl<K> Default for PapayaPeer<K> {
    fn default() -> Self {
        Self(papaya::HashMap::new())
    }
}

impl<K: Key> Peer<K> for PapayaPeer<K> {
    #[inline(never)]
    fn call(&self, key: K) {
        let _entry = self.enter(key);
        black_box(());
    }

    #[inline]
    fn enter(&self, key: K) -> impl Send {
        self.0.pin().insert(key.clone(), ());
        guard(key, |key| {
            self.0.pin().remove(&key);
        })
    }

    #[inline]
    fn len(&self) -> usize {
        self.0.len()
    }
}

/// [`scc::HashMap`].
pub struct Scc;

impl Family for Scc {
    const NAME: &'static str = "scc";
    const GUARD_HAS_KEY: bool = true;
    type Map<K: Key> = SccPeer<K>;
}

/// An [`scc::HashMap`] that is measured.
pub struct SccPeer<K: Key>(scc::HashMap<K, ()>);

impl<K: Key> Default for SccPeer<K> {
    fn default() -> Self {
        Self(scc::HashMap::new())
    }
}

impl<K: Key> Peer<K> for SccPeer<K> {
    #[inline(never)]
    fn call(&self, key: K) {
        let _entry = self.enter(key);
        black_box(());
    }

    #[inline]
    fn enter(&self, key: K) -> impl Send {
        // Refused only where the key is there, and keys differ.
        _ = self.0.insert_sync(key.clone(), ());
        guard(key, |key| {
            self.0.remove_sync(&key);
        })
    }

    #[inline]
    fn len(&self) -> usize {
        self.0.len()
    }
}
