//! A user crate without std and without the prelude, with a map of its own.

#![no_std]
#![no_implicit_prelude]

extern crate alloc;

use ::alloc::boxed::Box;
use ::core::{
    future::{Future, Ready, ready},
    marker::Send,
    ops::{Drop, FnOnce},
    option::Option::{self, None, Some},
    pin::Pin,
    result::Result::{self, Err, Ok},
    sync::atomic::{AtomicU32, Ordering},
};
use ::scoped_entry::{Attached, CallSite, EntryGuard, EntryMap, Occupied, UniqueKeys, enter, key_policy, scoped_entry};

/// Thirty-two slots, as bits.
#[derive(::core::fmt::Debug)]
pub struct Slots(AtomicU32);

impl EntryMap for Slots {
    type Key = u32;
    type KeyPolicy = key_policy::Unique;
    type Value = ();
    type Ticket = u32;

    fn remove_entry(&self, slot: u32) {
        self.0.fetch_and(!(1 << slot), Ordering::Relaxed);
    }
}

impl UniqueKeys for Slots {
    fn try_insert_entry<R>(
        &self,
        slot: u32,
        value: (),
        _: CallSite,
        occupied: impl FnOnce(&()) -> R,
    ) -> Result<u32, Occupied<u32, (), R>> {
        let bit = 1 << slot;
        if self.0.fetch_or(bit, Ordering::Relaxed) & bit == 0 {
            Ok(slot)
        } else {
            Err(Occupied { key: slot, value, existing: occupied(&()) })
        }
    }
}

static SLOTS: Slots = Slots(AtomicU32::new(0));

/// How many slots are taken while this call holds one; `None` if another call holds that one.
#[must_use]
#[scoped_entry(map = SLOTS, key = slot, occupied = return None)]
pub fn hold(slot: u32) -> Option<u32> {
    let taken = SLOTS.0.load(Ordering::Relaxed);
    Some(taken.count_ones())
}

/// As [`hold`], in a future.
///
/// # Errors
///
/// The slot, if another call holds it.
#[scoped_entry(map = &SLOTS, key = slot, occupied = |()| return Err(slot))]
pub async fn hold_asynchronously(slot: u32) -> Result<u32, u32> {
    let taken = ready(SLOTS.0.load(Ordering::Relaxed)).await;
    Ok(taken.count_ones())
}

/// As [`hold`], from the call until the future completes or is dropped.
#[must_use]
#[scoped_entry(map = SLOTS, key = slot, guard = entry, occupied = return None)]
pub fn hold_on(slot: u32) -> Option<Attached<EntryGuard<&'static Slots>, Ready<u32>>> {
    Some(entry.attach(ready(slot)))
}

/// As [`hold_on`], carried by the result.
#[scoped_entry(map = SLOTS, key = slot, occupied = return ready(0))]
pub fn hold_opaquely(slot: u32) -> impl Future<Output = u32> + Send {
    if slot > 31 {
        return ready(32);
    }
    ready(SLOTS.0.load(Ordering::Relaxed).count_ones())
}

/// As [`hold_opaquely`], in a box.
#[must_use]
#[scoped_entry(map = SLOTS, key = slot, occupied = return Box::pin(ready(0)))]
pub fn hold_in_a_box(slot: u32) -> Pin<Box<dyn Future<Output = u32> + Send>> {
    if slot > 31 {
        return Box::pin(ready(32));
    }
    Box::pin(async move { SLOTS.0.load(Ordering::Relaxed).count_ones() })
}

/// Adds a slot's bit for as long as it lives.
struct Bit(u32);

impl Bit {
    fn of(slot: u32) -> Self {
        SLOTS.0.fetch_or(1 << slot, Ordering::Relaxed);
        Self(slot)
    }
}

impl Drop for Bit {
    fn drop(&mut self) {
        SLOTS.0.fetch_and(!(1 << self.0), Ordering::Relaxed);
    }
}

/// How many slots are taken: the one of a guard from elsewhere, and two of a block.
#[must_use]
#[scoped_entry(hold = Bit::of(slot))]
pub fn hold_three(slot: u32) -> u32 {
    enter!(map = SLOTS, key = slot + 1, occupied = return 0);
    enter!(map = SLOTS, key = slot + 2, occupied = |()| return 1);
    SLOTS.0.load(Ordering::Relaxed).count_ones()
}
