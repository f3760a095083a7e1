//! A chunk of a slab: slots, a list of those that are free, and a list of the values by age.

use core::{iter, mem};
use std::boxed::Box;

/// Values that have an age.
pub(crate) trait Aged {
    fn is_older_than(&self, other: &Self) -> bool;
}

/// No slot: the end of a list in a chunk.
const NIL: u16 = u16::MAX;

pub(super) struct Chunk<T> {
    slots: Box<[Slot<T>]>,
    /// The first free slot.
    free: u16,
    /// The oldest value, and the youngest.
    first: u16,
    last: u16,
}

struct Slot<T> {
    value: Option<T>,
    /// The next older value. Unused if the slot is free.
    previous: u16,
    /// The next younger value, or the next free slot.
    next: u16,
}

/// Returns the number of slots of a chunk. The first chunks are small, for maps that stay small.
pub(super) const fn capacity(chunk: usize, smallest: usize, largest: usize) -> usize {
    let doublings = (largest / smallest).ilog2() as usize;
    if chunk < doublings { smallest << chunk } else { largest }
}

/// Returns the largest power of two of slots that `bytes` have room for, between 1 and `most`.
pub(super) const fn slots_in(bytes: usize, slot: usize, most: usize) -> usize {
    let fitting = bytes / slot;
    if fitting == 0 {
        return 1;
    }
    let slots = 1 << fitting.ilog2();
    if slots < most { slots } else { most }
}

impl<T> Chunk<T> {
    /// The number of bytes of a slot.
    pub(super) const SLOT: usize = size_of::<Slot<T>>();

    /// Returns a chunk whose slots are free. Without slots, it allocates nothing.
    #[expect(clippy::cast_possible_truncation, reason = "a chunk has at most 2¹⁰ slots")]
    pub(super) fn new(slots: usize) -> Self {
        let next = |slot| if slot == slots { NIL } else { slot as u16 };
        let slots = (1..=slots).map(|slot| Slot { value: None, previous: NIL, next: next(slot) }).collect();
        let mut chunk = Self { slots, free: 0, first: NIL, last: NIL };
        if chunk.slots.is_empty() {
            chunk.free = NIL;
        }
        chunk
    }

    pub(super) const fn slots(&self) -> usize {
        self.slots.len()
    }

    #[cfg(test)]
    pub(super) fn address(&self) -> *const () {
        self.slots.as_ptr().cast()
    }

    #[inline]
    pub(super) const fn is_full(&self) -> bool {
        self.free == NIL
    }

    #[inline]
    pub(super) const fn is_empty(&self) -> bool {
        self.first == NIL
    }

    #[inline]
    fn get(&self, slot: u16) -> Option<&Slot<T>> {
        // `NIL` is beyond every chunk.
        self.slots.get(usize::from(slot))
    }

    #[inline]
    fn get_mut(&mut self, slot: u16) -> Option<&mut Slot<T>> {
        self.slots.get_mut(usize::from(slot))
    }

    /// Returns the values, oldest first.
    pub(super) fn values(&self) -> impl Iterator<Item = &T> {
        iter::successors(self.get(self.first), |slot| self.get(slot.next)).filter_map(|slot| slot.value.as_ref())
    }

    #[inline]
    pub(super) fn remove(&mut self, slot: u16) -> Option<T> {
        let free = self.free;
        let freed = self.get_mut(slot)?;
        let value = freed.value.take()?;
        let (previous, next) = (freed.previous, freed.next);
        freed.next = free;
        self.free = slot;
        self.link(previous, next);
        Some(value)
    }

    /// Makes two values neighbours; the end of the list, if one of them is `NIL`.
    #[inline]
    fn link(&mut self, previous: u16, next: u16) {
        match self.get_mut(previous) {
            Some(slot) => slot.next = next,
            None => self.first = next,
        }
        match self.get_mut(next) {
            Some(slot) => slot.previous = previous,
            None => self.last = previous,
        }
    }
}

impl<T: Aged> Chunk<T> {
    /// Inserts a value into the first free slot, of which there is one.
    #[inline]
    pub(super) fn insert(&mut self, value: T) -> u16 {
        let slot = self.free;
        let previous = self.place_of(&value);
        let next = self.get(previous).map_or(self.first, |previous| previous.next);
        let Some(place) = self.get_mut(slot) else { unreachable!("`make_room` finds a free slot") };
        // Forgotten, since an assignment would also generate code to drop the old content, which is always `None`.
        mem::forget(place.value.replace(value));
        let free = mem::replace(&mut place.next, next);
        place.previous = previous;
        self.free = free;
        match self.get_mut(previous) {
            Some(older) => older.next = slot,
            None => self.first = slot,
        }
        match self.get_mut(next) {
            Some(younger) => younger.previous = slot,
            None => self.last = slot,
        }
        slot
    }

    /// Returns the slot of the youngest value that is not younger than this one: almost always the last value. Another
    /// thread may have read the clock later, and inserted first.
    #[inline]
    fn place_of(&self, value: &T) -> u16 {
        let mut place = self.last;
        while let Some(slot) = self.get(place) {
            if !slot.value.as_ref().is_some_and(|placed| value.is_older_than(placed)) {
                break;
            }
            place = slot.previous;
        }
        place
    }
}
