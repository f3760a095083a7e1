//! Keys and values of entries, and the maps of those that a body makes itself.

use crate::{
    awaits::wait,
    log::{self, Class},
    noisy::Fail,
    script::unlikely,
};
use scoped_entry::{InflightMap, UniqueMap};
use std::{
    cell::Cell,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

/// Counts those of its run that are alive. Does not log: what drops when in which map is the maps' own affair.
#[derive(Debug)]
struct Counted(u64);

impl Counted {
    fn new() -> Self {
        Self(log::with(|log| {
            log.entries += 1;
            log.run
        }))
    }
}

impl Clone for Counted {
    fn clone(&self) -> Self {
        Self::new()
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        log::with_if_there(|log| {
            if log.run == self.0 {
                log.entries -= 1;
            }
        });
    }
}

macro_rules! by_number {
    ($($name:ident)*) => {$(
        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.number == other.number
            }
        }

        impl Eq for $name {}

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }

        impl Ord for $name {
            fn cmp(&self, other: &Self) -> std::cmp::Ordering {
                self.number.cmp(&other.number)
            }
        }

        impl std::hash::Hash for $name {
            fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
                self.number.hash(state);
            }
        }
    )*};
}

by_number!(Key);

#[derive(Clone, Debug)]
pub struct Key {
    number: u32,
    _counted: Counted,
}

#[must_use]
pub fn key(number: u32) -> Key {
    Key { number, _counted: Counted::new() }
}

/// # Errors
///
/// Where the script says so.
pub fn no_key(site: u32, number: u32) -> Result<Key, Fail> {
    if unlikely(site) { Err(Fail(crate::noisy(site))) } else { Ok(key(number)) }
}

/// A key that has to be waited for.
pub async fn waited_key(site: u32, number: u32) -> Key {
    wait(site, 0).await;
    key(number)
}

#[derive(Clone, Debug)]
pub struct Val {
    _counted: Counted,
}

impl Default for Val {
    fn default() -> Self {
        val()
    }
}

#[must_use]
pub fn val() -> Val {
    Val { _counted: Counted::new() }
}

/// What an `enter!` in a body is compared with: it logs as that does.
#[derive(Debug)]
pub struct InnerGuard {
    site: u32,
    id: u32,
}

#[must_use]
pub fn by_hand(site: u32) -> InnerGuard {
    let id = log::with(|log| {
        log.last_id += 1;
        log.last_id
    });
    log::write("enter", site, id, Class::Body);
    InnerGuard { site, id }
}

impl Drop for InnerGuard {
    fn drop(&mut self) {
        log::write("leave", self.site, self.id, Class::Body);
    }
}

/// The value of an entry that is made by an `enter!`: both maps below drop it as soon as it is removed.
#[must_use]
pub fn inner_val(site: u32) -> InnerGuard {
    by_hand(site)
}

thread_local! {
    static FRESH: Cell<u32> = const { Cell::new(0) };
    static INNER_PLAIN: &'static InflightMap<u32> = Box::leak(Box::default());
    static INNER_KEYS: &'static UniqueMap<u32> = {
        let map: &'static UniqueMap<u32> = Box::leak(Box::default());
        // What is taken, is for ever.
        std::mem::forget(map.try_enter(TAKEN, ()));
        map
    };
    static INNER: &'static UniqueMap<(u32, u32), InnerGuard> = Box::leak(Box::default());
    static INNER_SHARED: &'static InflightMap<u32, InnerGuard> = Box::leak(Box::default());
}

#[must_use]
pub fn inner() -> &'static UniqueMap<(u32, u32), InnerGuard> {
    INNER.with(|map| *map)
}

/// For functions in a body.
#[must_use]
pub fn inner_plain() -> &'static InflightMap<u32> {
    INNER_PLAIN.with(|map| *map)
}

/// Where the key of some `enter!` is taken.
#[must_use]
pub fn inner_keys() -> &'static UniqueMap<u32> {
    INNER_KEYS.with(|map| *map)
}

const TAKEN: u32 = 0;

fn next() -> u32 {
    FRESH.with(|fresh| {
        fresh.set(fresh.get() + 1);
        fresh.get()
    })
}

/// A key that no other `enter!` of the same place has.
#[must_use]
pub fn fresh(site: u32) -> (u32, u32) {
    (site, next())
}

/// A key that is taken, or one that is not.
#[must_use]
pub fn taken(site: u32) -> u32 {
    if is_taken(site) { TAKEN } else { next() }
}

/// Whether it would be.
#[must_use]
pub fn is_taken(site: u32) -> bool {
    unlikely(site)
}

/// What is in those maps, and should not be.
pub(crate) fn left_inside() -> usize {
    inner().len() + inner_shared().len() + inner_plain().len() + inner_keys().len() - 1
}

#[must_use]
pub fn inner_shared() -> &'static InflightMap<u32, InnerGuard> {
    INNER_SHARED.with(|map| *map)
}

/// For `hold`.
#[derive(Debug, Default)]
pub struct Gauge(AtomicUsize);

#[derive(Debug)]
pub struct Up(Arc<Gauge>);

impl Gauge {
    #[must_use]
    pub fn up(self: &Arc<Self>) -> Up {
        self.0.fetch_add(1, Ordering::Relaxed);
        Up(Arc::clone(self))
    }

    pub(crate) fn height(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }
}

impl Drop for Up {
    fn drop(&mut self) {
        self.0.0.fetch_sub(1, Ordering::Relaxed);
    }
}
