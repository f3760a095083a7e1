//! The maps of this crate. The calls are annotated functions, with all that the attribute does by itself: an entry
//! knows its age and the place of its function.

use crate::{
    key::Key,
    peer::{Family, Peer},
};
use scoped_entry::{InflightMap, UniqueMap, scoped_entry};
use std::{collections::hash_map::RandomState, hash::BuildHasher, hint::black_box, marker::PhantomData};

/// [`InflightMap`].
pub struct Inflight;

impl Family for Inflight {
    const NAME: &'static str = "InflightMap";
    const GUARD_HAS_KEY: bool = false;
    type Map<K: Key> = InflightPeer<K>;
}

/// An [`InflightMap`] that is measured.
pub struct InflightPeer<K> {
    inflight: InflightMap<K>,
}

impl<K> Default for InflightPeer<K> {
    fn default() -> Self {
        Self { inflight: InflightMap::new() }
    }
}

impl<K: Key> Peer<K> for InflightPeer<K> {
    // In braces, the key is moved into the map: the body has no use for it.
    #[inline(never)]
    #[scoped_entry(map = self.inflight, key = { key })]
    fn call(&self, key: K) {
        black_box(());
    }

    #[inline]
    fn enter(&self, key: K) -> impl Send {
        self.inflight.enter(key, ())
    }

    #[inline]
    fn len(&self) -> usize {
        self.inflight.len()
    }
}

/// [`UniqueMap`], by its hasher.
pub struct Unique<S = RandomState>(PhantomData<S>);

impl Family for Unique {
    const NAME: &'static str = "UniqueMap";
    const GUARD_HAS_KEY: bool = false;
    type Map<K: Key> = UniquePeer<K, RandomState>;
}

impl Family for Unique<foldhash::fast::RandomState> {
    const NAME: &'static str = "UniqueMap, foldhash";
    const GUARD_HAS_KEY: bool = false;
    type Map<K: Key> = UniquePeer<K, foldhash::fast::RandomState>;
}

/// A [`UniqueMap`] that is measured.
pub struct UniquePeer<K, S> {
    unique: UniqueMap<K, (), S>,
}

impl<K, S: Default> Default for UniquePeer<K, S> {
    fn default() -> Self {
        Self { unique: UniqueMap::with_hasher(S::default()) }
    }
}

impl<K: Key, S: BuildHasher + Default + Send + Sync> Peer<K> for UniquePeer<K, S> {
    #[inline(never)]
    #[scoped_entry(map = self.unique, key = { key }, occupied = panic!("keys differ"))]
    fn call(&self, key: K) {
        black_box(());
    }

    #[inline]
    fn enter(&self, key: K) -> impl Send {
        self.unique.try_enter(key, ()).expect("keys differ")
    }

    #[inline]
    fn len(&self) -> usize {
        self.unique.len()
    }
}
