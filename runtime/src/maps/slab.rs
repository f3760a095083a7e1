//! Values at stable places, in chunks whose memory goes back after a burst.
//!
//! Free places are in a list and used again, the most recently freed first, so that a steady load never grows it. When a
//! burst has drained, values go to the first chunks only: those that come and go beside the burst would otherwise do so
//! for ever in the chunks that it has left behind.

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
    /// From here on places are not used again, and are not in the list. `NONE` for all being used.
    home: Place,
    // Narrow, as places are, so that a map's shard fits into two cache lines.
    len: u32,
    /// With fewer values, it is time to draw back to the first chunks.
    shrink_at: u32,
    /// The values beyond `home`.
    beyond: u32,
    /// With so few of them, it is time to look which of their chunks are empty.
    sweep_at: u32,
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
        Self { chunks: Vec::new(), free: NONE, home: NONE, len: 0, shrink_at: 0, beyond: 0, sweep_at: 0 }
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
            self.make_room();
        }
        let place = self.free;
        let Some(slot) = self.slot(place) else { unreachable!("there is room now") };
        // The old content is moved out, not dropped in place: it has nothing to drop, which is not known here.
        if let Slot::Free(next) = mem::replace(slot, Slot::Full(value)) {
            self.free = next;
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
        self.len -= 1;
        if place.0 >= self.home.0 {
            self.left_beyond();
        } else {
            self.free = place;
        }
        if self.len < self.shrink_at {
            self.draw_back();
        }
        Some(value)
    }

    #[cold]
    #[inline(never)]
    fn make_room(&mut self) {
        if self.home != NONE {
            self.home = NONE;
            self.list_free_places();
        }
        if self.free == NONE {
            self.add_chunk();
        }
        self.plan_to_draw_back();
    }

    fn add_chunk(&mut self) {
        let chunk = self.chunks.iter().position(|chunk| chunk.is_empty()).unwrap_or(self.chunks.len());
        assert!(chunk < MOST_CHUNKS, "too many entries in one shard");
        let next = (1..capacity(chunk)).map(|next| Place::new(chunk, next));
        let slots = next.chain(iter::once(NONE)).map(Slot::Free).collect();
        self.free = Place::new(chunk, 0);
        match self.chunks.get_mut(chunk) {
            Some(bare) => *bare = slots,
            None => self.chunks.push(slots),
        }
    }

    /// Leaves the chunks beyond those that twice as many values fit in.
    ///
    /// That takes as many steps as there are places, of which by then at least seven in eight are free: as many values
    /// have left.
    #[cold]
    #[inline(never)]
    fn draw_back(&mut self) {
        let wanted = KEPT.max(2 * self.len as usize);
        let mut places = 0;
        let first_beyond = self.chunks.iter().position(|chunk| {
            let enough = places >= wanted;
            places += chunk.len();
            enough
        });
        self.home = first_beyond.map_or(NONE, |chunk| Place::new(chunk, 0));
        let values = self.chunks.iter().skip(self.home.chunk()).flatten().filter_map(Slot::full).count();
        self.beyond = u32::try_from(values).unwrap_or(u32::MAX);
        self.sweep();
        self.list_free_places();
        self.plan_to_draw_back();
    }

    #[cold]
    #[inline(never)]
    fn left_beyond(&mut self) {
        self.beyond -= 1;
        if self.beyond <= self.sweep_at {
            self.sweep();
        }
    }

    /// Frees the chunks beyond that are empty. Until the next time, half of the values there have to leave.
    fn sweep(&mut self) {
        for chunk in self.chunks.iter_mut().skip(self.home.chunk()) {
            if chunk.iter().all(|slot| slot.full().is_none()) {
                *chunk = Box::default();
            }
        }
        self.sweep_at = self.beyond / 2;
        if self.beyond == 0 {
            self.chunks.truncate(self.home.chunk());
            self.home = NONE;
            // Made anew rather than shrunk where it is: it lies above most chunks, and an allocator that gives back the
            // end of its memory only would have to keep all below it.
            let mut chunks = Vec::with_capacity(2 * self.chunks.len());
            chunks.append(&mut self.chunks);
            self.chunks = chunks;
        }
    }

    /// The first one first.
    fn list_free_places(&mut self) {
        self.free = NONE;
        for (index, chunk) in self.chunks.iter_mut().enumerate().take(self.home.chunk()).rev() {
            for (slot, content) in chunk.iter_mut().enumerate().rev() {
                if let Slot::Free(next) = content {
                    *next = self.free;
                    self.free = Place::new(index, slot);
                }
            }
        }
    }

    /// When an eighth of the places that are used would do.
    fn plan_to_draw_back(&mut self) {
        let places: usize = self.chunks.iter().take(self.home.chunk()).map(|chunk| chunk.len()).sum();
        self.shrink_at = if places > KEPT { u32::try_from(places / 8).unwrap_or(u32::MAX) } else { 0 };
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

    fn places_of<T>(slab: &Slab<T>) -> usize {
        slab.chunks.iter().map(|chunk| chunk.len()).sum()
    }

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
        assert_eq!((slab.iter().count(), slab.len, places_of(&slab)), (0, 0, KEPT));
    }

    #[test]
    fn memory_goes_back_in_any_order_of_removal_and_is_used_again() {
        for backwards in [false, true] {
            let (mut slab, mut places) = filled(100_000);
            let full = places_of(&slab);
            if backwards {
                places.reverse();
            }
            for place in places {
                assert!(slab.remove(place).is_some());
            }
            assert_eq!(places_of(&slab), KEPT);
            for value in 0..100_000 {
                slab.insert(value);
            }
            assert_eq!((places_of(&slab), slab.iter().count()), (full, 100_000));
        }
    }

    #[test]
    fn values_that_stay_keep_no_more_than_the_chunks_they_are_in() {
        let (mut slab, places) = filled(100_000);
        let (stay, leave): (Vec<_>, Vec<_>) = places.iter().partition(|place| place.0 % 10_000 == 7);
        for place in &leave {
            assert!(slab.remove(*place).is_some());
        }
        let most = 2 * KEPT + stay.len() * super::LARGEST;
        assert!(places_of(&slab) <= most, "{} places for {}", places_of(&slab), stay.len());
        let again: Vec<_> = leave.iter().map(|_| slab.insert(0)).collect();
        assert!(stay.iter().chain(&again).all(|place| slab.remove(*place).is_some()));
        assert_eq!(places_of(&slab), KEPT);
    }

    /// The values that come and go all the while are not what keeps the burst's memory.
    #[test]
    fn memory_goes_back_beside_a_steady_load() {
        for steady in [1, 100, 1_000] {
            let (mut slab, mut burst) = filled(100_000);
            let mut load: Vec<_> = (0..steady).map(|value| slab.insert(value)).collect();
            for round in 0..200_000_usize {
                let chosen = round * 7919 % steady;
                assert!(slab.remove(load[chosen]).is_some());
                load[chosen] = slab.insert(round);
                if !burst.is_empty() {
                    let gone = burst.swap_remove(round * 104_729 % burst.len());
                    assert!(slab.remove(gone).is_some());
                }
            }
            assert_eq!(slab.iter().count(), steady);
            assert!(places_of(&slab) <= KEPT + 16 * steady, "{} places for {steady}", places_of(&slab));
        }
    }

    #[test]
    fn a_burst_after_a_burst_uses_what_is_there_before_it_takes_more() {
        let (mut slab, places) = filled(100_000);
        let full = places_of(&slab);
        let (stay, leave) = places.split_at(50);
        for place in leave.iter().chain(stay.first()) {
            assert!(slab.remove(*place).is_some());
        }
        let again: Vec<_> = (0..99_951).map(|value| slab.insert(value)).collect();
        assert_eq!((places_of(&slab), slab.iter().count()), (full, 100_000));
        assert!(stay[1..].iter().chain(&again).all(|place| slab.remove(*place).is_some()));
        assert_eq!(places_of(&slab), KEPT);
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
