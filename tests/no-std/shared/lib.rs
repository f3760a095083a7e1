//! A user crate without std and without the prelude, with a map of its own.

#![no_std]
#![no_implicit_prelude]

use ::core::{
    future::{Ready, ready},
    ops::FnOnce,
    option::Option::{self, None, Some},
    result::Result::{self, Err, Ok},
    sync::atomic::{AtomicU32, Ordering},
};
use ::scoped_entry::{Attached, CallSite, EntryGuard, EntryMap, Occupied, UniqueKeys, keys, scoped_entry};

/// Thirty-two slots, as bits.
#[derive(::core::fmt::Debug)]
pub struct Slots(AtomicU32);

impl EntryMap for Slots {
    type Key = u32;
    type Keys = keys::Unique;
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
