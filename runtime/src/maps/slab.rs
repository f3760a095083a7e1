//! Values at stable places, in chunks whose memory goes back after a burst.
//!
//! Free places are in a list and used again, the most recently freed first, so that a steady load never grows it.

use core::{iter, mem};
use std::{boxed::Box, vec::Vec};

/// Where a value is, until it is removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place(u32);

/// Ends the list of free places.
const NONE: Place = Place(u32::MAX);

const SLOT_BITS: u32 = 10;
const SMALLEST: usize = 16;
const LARGEST: usize = 1 << SLOT_BITS;
/// The last one would have `NONE` in it.
const MOST_CHUNKS: usize = (1 << (32 - SLOT_BITS)) - 1;
/// What is not worth giving back: the places of the first four chunks.
const KEPT: usize = (1 + 2 + 4 + 8) * SMALLEST;

pub(super) struct Slab<T> {
    /// Of each, either no slot or as many as `capacity` says.
    chunks: Vec<Box<[Slot<T>]>>,
    free: Place,
    // Narrow, as places are, so that a map's shard fits into two cache lines.
    len: u32,
    /// With fewer values, it is time to look for chunks that are empty.
    shrink_at: u32,
    capacity: usize,
}

enum Slot<T> {
    Full(T),
    /// The next free place.
    Free(Place),
}

/// Few in the first chunks, for maps that never hold more.
const fn capacity(chunk: usize) -> usize {
    if chunk < (LARGEST / SMALLEST).ilog2() as usize { SMALLEST << chunk } else { LARGEST }
}

impl Place {
    #[expect(clippy::cast_possible_truncation, reason = "there are no more chunks than the bits suffice for")]
    const fn new(chunk: usize, slot: usize) -> Self {
        Self((chunk as u32) << SLOT_BITS | slot as u32)
    }

    const fn chunk(self) -> usize {
        (self.0 >> SLOT_BITS) as usize
    }

    const fn slot(self) -> usize {
        self.0 as usize % LARGEST
    }
}

impl<T> Slab<T> {
    pub(super) const fn new() -> Self {
        Self { chunks: Vec::new(), free: NONE, len: 0, capacity: 0, shrink_at: 0 }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &T> {
        self.chunks.iter().flat_map(|chunk| chunk.iter().filter_map(Slot::full)).take(self.len as usize)
    }

    #[inline]
    fn slot(&mut self, place: Place) -> Option<&mut Slot<T>> {
        self.chunks.get_mut(place.chunk())?.get_mut(place.slot())
    }

    /// # Panics
    ///
    /// With some 2³² values in it.
    #[inline]
    pub(super) fn insert(&mut self, value: T) -> Place {
        if self.free == NONE {
            self.grow();
        }
        let place = self.free;
        if let Some(slot) = self.slot(place) {
            // The old content is moved out, not dropped in place: it has nothing to drop, which is not known here.
            if let Slot::Free(next) = mem::replace(slot, Slot::Full(value)) {
                self.free = next;
            }
        }
        self.len += 1;
        place
    }

    #[inline]
    pub(super) fn remove(&mut self, place: Place) -> Option<T> {
        let free = self.free;
        let slot = self.slot(place)?;
        slot.full()?;
        let Slot::Full(value) = mem::replace(slot, Slot::Free(free)) else { return None };
        self.free = place;
        self.len -= 1;
        if self.len < self.shrink_at {
            self.shrink();
        }
        Some(value)
    }

    #[cold]
    #[inline(never)]
    fn grow(&mut self) {
        let chunk = self.chunks.iter().position(|chunk| chunk.is_empty()).unwrap_or(self.chunks.len());
        assert!(chunk < MOST_CHUNKS, "too many entries in one shard");
        let slots = capacity(chunk);
        let next = (1..slots).map(|next| Place::new(chunk, next));
        let slots = next.chain(iter::once(NONE)).map(Slot::Free).collect();
        self.free = Place::new(chunk, 0);
        self.capacity += capacity(chunk);
        match self.chunks.get_mut(chunk) {
            Some(bare) => *bare = slots,
            None => self.chunks.push(slots),
        }
        self.plan_to_shrink(self.capacity / 8);
    }

    /// Frees the chunks that are empty, and makes the list of free places anew without theirs.
    ///
    /// That takes as many steps as there are places. By then at least half of the values have left since it was done
    /// last, or seven eighths since it grew.
    #[cold]
    #[inline(never)]
    fn shrink(&mut self) {
        let mut kept = 0;
        for chunk in &mut self.chunks {
            if kept >= KEPT && chunk.iter().all(|slot| slot.full().is_none()) {
                *chunk = Box::default();
            }
            kept += chunk.len();
        }
        while self.chunks.last().is_some_and(|chunk| chunk.is_empty()) {
            self.chunks.pop();
        }
        // Made anew rather than shrunk where it is: it lies above most chunks, and an allocator that gives back the end of
        // its memory only would have to keep all below it.
        let mut chunks = Vec::with_capacity(2 * self.chunks.len());
        chunks.append(&mut self.chunks);
        self.chunks = chunks;
        self.capacity = kept;
        self.free = NONE;
        for (index, chunk) in self.chunks.iter_mut().enumerate().rev() {
            for (slot, content) in chunk.iter_mut().enumerate().rev() {
                if let Slot::Free(next) = content {
                    *next = self.free;
                    self.free = Place::new(index, slot);
                }
            }
        }
        self.plan_to_shrink(self.len as usize / 2);
    }

    fn plan_to_shrink(&mut self, at: usize) {
        let at = if self.capacity > KEPT { at.max(1) } else { 0 };
        self.shrink_at = u32::try_from(at).unwrap_or(u32::MAX);
    }
}

impl<T> Slot<T> {
    #[inline]
    const fn full(&self) -> Option<&T> {
        match self {
            Self::Full(value) => Some(value),
            Self::Free(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{KEPT, Place, Slab};
    use std::vec::Vec;

    fn filled(values: usize) -> (Slab<usize>, Vec<Place>) {
        let mut slab = Slab::new();
        let places = (0..values).map(|value| slab.insert(value)).collect();
        (slab, places)
    }

    #[test]
    fn a_value_stays_in_its_place_and_a_free_place_is_used_again() {
        let (mut slab, places) = filled(4);
        assert_eq!(slab.remove(places[1]), Some(1));
        assert_eq!(slab.remove(places[2]), Some(2));
        assert_eq!(slab.remove(places[2]), None);
        assert_eq!([slab.insert(10), slab.insert(11)], [places[2], places[1]]);
        assert_eq!(slab.iter().copied().collect::<Vec<_>>(), [0, 11, 10, 3]);
        assert_eq!([slab.remove(Place::new(7, 7)), slab.remove(Place::new(0, 9))], [None, None]);
    }

    #[test]
    fn whatever_the_order_each_value_is_found_and_removed_once() {
        let (mut slab, mut places) = filled(10_000);
        for round in 0..20_000_usize {
            let chosen = round * 7919 % places.len();
            assert!(slab.remove(places[chosen]).is_some());
            places[chosen] = slab.insert(round);
        }
        assert_eq!(slab.iter().count(), places.len());
        assert_eq!(places.iter().filter_map(|place| slab.remove(*place)).count(), 10_000);
        assert_eq!((slab.iter().count(), slab.len, slab.capacity), (0, 0, KEPT));
    }

    #[test]
    fn memory_goes_back_in_any_order_of_removal_and_is_used_again() {
        for backwards in [false, true] {
            let (mut slab, mut places) = filled(100_000);
            let full = slab.capacity;
            if backwards {
                places.reverse();
            }
            for place in places {
                assert!(slab.remove(place).is_some());
            }
            assert_eq!((slab.capacity, slab.chunks.iter().map(|chunk| chunk.len()).sum()), (KEPT, KEPT));
            for value in 0..100_000 {
                slab.insert(value);
            }
            assert_eq!((slab.capacity, slab.iter().count()), (full, 100_000));
        }
    }

    #[test]
    fn values_that_stay_keep_no_more_than_the_chunks_they_are_in() {
        let (mut slab, places) = filled(100_000);
        let (stay, leave): (Vec<_>, Vec<_>) = places.iter().partition(|place| place.0 % 10_000 == 7);
        for place in &leave {
            assert!(slab.remove(*place).is_some());
        }
        assert!(slab.capacity <= KEPT + stay.len() * super::LARGEST, "{} places for {}", slab.capacity, stay.len());
        let again: Vec<_> = leave.iter().map(|_| slab.insert(0)).collect();
        assert!(stay.iter().chain(&again).all(|place| slab.remove(*place).is_some()));
        assert_eq!(slab.capacity, KEPT);
    }

    #[test]
    fn a_load_that_comes_and_goes_by_half_neither_allocates_nor_frees() {
        let (mut slab, mut places) = filled(50_000);
        let memory = |slab: &Slab<_>| slab.chunks.iter().map(|chunk| chunk.as_ptr()).collect::<Vec<_>>();
        let before = memory(&slab);
        for _ in 0..10 {
            for place in places.drain(..25_000) {
                assert!(slab.remove(place).is_some());
            }
            places.extend((0..25_000).map(|value| slab.insert(value)));
            assert_eq!(memory(&slab), before);
        }
    }
}
