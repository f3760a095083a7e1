//! Values at stable places, in chunks whose memory goes back when they are empty.
//!
//! Places are used again, the most recently freed first, so that a steady load never grows it. Of the chunks that are
//! empty, one or two are kept, so that a load around a chunk's edge does not allocate and free in turns.

use core::mem;
use std::vec::Vec;

/// Where a value is, until it is removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place(u32);

const SLOT_BITS: u32 = 10;
const MOST_CHUNKS: usize = 1 << (32 - SLOT_BITS);
/// Stands for "no chunk" and "no slot".
const NONE: u32 = u32::MAX;

pub(super) struct Slab<T> {
    chunks: Vec<Chunk<T>>,
    /// The chunks that have room, as a list from the one that is used next.
    open: u32,
    last_open: u32,
    /// The chunks that have no memory, as a list.
    bare: u32,
    /// An empty chunk that is kept. It is the last in the list of those that have room, so that it stays empty.
    spare: u32,
}

struct Chunk<T> {
    slots: Vec<Slot<T>>,
    /// The slot that was freed last.
    free: u32,
    live: u32,
    next: u32,
    previous: u32,
}

enum Slot<T> {
    Full(T),
    /// The slot that was freed before this one.
    Free(u32),
}

impl Place {
    const fn new(chunk: u32, slot: u32) -> Self {
        Self(chunk << SLOT_BITS | slot)
    }

    const fn chunk(self) -> u32 {
        self.0 >> SLOT_BITS
    }

    const fn slot(self) -> u32 {
        self.0 & ((1 << SLOT_BITS) - 1)
    }
}

/// Few in the first chunks, for maps that never hold more.
const fn capacity(chunk: u32) -> usize {
    16 << if chunk < SLOT_BITS - 4 { chunk } else { SLOT_BITS - 4 }
}

impl<T> Slab<T> {
    pub(super) const fn new() -> Self {
        Self { chunks: Vec::new(), open: NONE, last_open: NONE, bare: NONE, spare: NONE }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &T> {
        let slots = self.chunks.iter().filter(|chunk| chunk.live > 0).flat_map(|chunk| &chunk.slots);
        slots.filter_map(Slot::full)
    }

    pub(super) fn get(&self, place: Place) -> Option<&T> {
        self.chunks.get(place.chunk() as usize)?.slots.get(place.slot() as usize)?.full()
    }

    /// # Panics
    ///
    /// With 2³² values in it.
    #[inline]
    pub(super) fn insert(&mut self, value: T) -> Place {
        if self.open == NONE {
            self.open_another();
        }
        let index = self.open;
        let chunk = &mut self.chunks[index as usize];
        let slot = chunk.fill(value);
        if self.spare == index {
            self.spare = NONE;
        }
        if chunk.is_full(index) {
            self.unlink(index);
        }
        Place::new(index, slot)
    }

    #[inline]
    pub(super) fn remove(&mut self, place: Place) -> Option<T> {
        let index = place.chunk();
        let chunk = self.chunks.get_mut(index as usize)?;
        let was_full = chunk.is_full(index);
        let value = chunk.clear(place.slot())?;
        let is_empty = chunk.live == 0;
        if was_full {
            self.link_first(index);
        }
        // The only chunk with room stays as it is: a map with one entry at a time never gets further.
        if is_empty && self.open != self.last_open {
            self.emptied(index);
        }
        Some(value)
    }

    #[cold]
    #[expect(clippy::cast_possible_truncation, reason = "there are no more chunks than an index has bits for")]
    fn open_another(&mut self) {
        let index = match self.bare {
            NONE => {
                assert!(self.chunks.len() < MOST_CHUNKS, "too many entries for one shard");
                self.chunks.push(Chunk::new());
                (self.chunks.len() - 1) as u32
            }
            bare => {
                self.bare = self.chunks[bare as usize].next;
                bare
            }
        };
        self.chunks[index as usize].slots.reserve_exact(capacity(index));
        self.link_first(index);
    }

    /// Keeps an empty chunk as the spare one, or frees its memory if there is one.
    #[cold]
    fn emptied(&mut self, index: u32) {
        self.unlink(index);
        if self.spare == NONE {
            self.spare = index;
            self.link_last(index);
        } else {
            self.chunks[index as usize] = Chunk { next: self.bare, ..Chunk::new() };
            self.bare = index;
        }
    }

    #[cold]
    fn link_first(&mut self, index: u32) {
        let next = mem::replace(&mut self.open, index);
        self.chunks[index as usize].next = next;
        self.chunks[index as usize].previous = NONE;
        match self.chunks.get_mut(next as usize) {
            Some(next) => next.previous = index,
            None => self.last_open = index,
        }
    }

    #[cold]
    fn link_last(&mut self, index: u32) {
        let previous = mem::replace(&mut self.last_open, index);
        self.chunks[index as usize].previous = previous;
        self.chunks[index as usize].next = NONE;
        match self.chunks.get_mut(previous as usize) {
            Some(previous) => previous.next = index,
            None => self.open = index,
        }
    }

    #[cold]
    fn unlink(&mut self, index: u32) {
        let Chunk { next, previous, .. } = self.chunks[index as usize];
        match self.chunks.get_mut(previous as usize) {
            Some(previous) => previous.next = next,
            None => self.open = next,
        }
        match self.chunks.get_mut(next as usize) {
            Some(next) => next.previous = previous,
            None => self.last_open = previous,
        }
    }
}

impl<T> Chunk<T> {
    const fn new() -> Self {
        Self { slots: Vec::new(), free: NONE, live: 0, next: NONE, previous: NONE }
    }

    const fn is_full(&self, index: u32) -> bool {
        self.live as usize == capacity(index)
    }

    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "a chunk has at most 1,024 slots")]
    fn fill(&mut self, value: T) -> u32 {
        self.live += 1;
        let slot = self.free;
        match self.slots.get_mut(slot as usize) {
            Some(place) => {
                if let Slot::Free(next) = *place {
                    self.free = next;
                }
                *place = Slot::Full(value);
                slot
            }
            None => {
                self.slots.push(Slot::Full(value));
                (self.slots.len() - 1) as u32
            }
        }
    }

    #[inline]
    fn clear(&mut self, slot: u32) -> Option<T> {
        let place = self.slots.get_mut(slot as usize)?;
        place.full()?;
        let Slot::Full(value) = mem::replace(place, Slot::Free(self.free)) else { return None };
        self.free = slot;
        self.live -= 1;
        Some(value)
    }
}

impl<T> Slot<T> {
    const fn full(&self) -> Option<&T> {
        match self {
            Self::Full(value) => Some(value),
            Self::Free(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Place, Slab};
    use std::vec::Vec;

    /// Chunks with memory.
    fn chunks<T>(slab: &Slab<T>) -> usize {
        slab.chunks.iter().filter(|chunk| chunk.slots.capacity() > 0).count()
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
        assert_eq!(
            [slab.get(places[3]), slab.get(Place::new(7, 7)), slab.get(Place::new(0, 9))],
            [Some(&3), None, None]
        );
        assert_eq!([slab.remove(Place::new(7, 7)), slab.remove(Place::new(0, 9))], [None, None]);
    }

    #[test]
    fn whatever_the_order_each_value_is_found_and_removed_once() {
        let (mut slab, mut places) = filled(10_000);
        for round in 0..20_000_usize {
            let chosen = round * 7919 % places.len();
            assert!(slab.remove(places[chosen]).is_some());
            places[chosen] = slab.insert(round);
            assert_eq!(slab.get(places[chosen]), Some(&round));
        }
        assert_eq!(slab.iter().count(), places.len());
        let before = chunks(&slab);
        let removed: usize = places.iter().filter_map(|place| slab.remove(*place)).count();
        assert_eq!((removed, slab.iter().count()), (10_000, 0));
        assert!(chunks(&slab) <= 2, "{} of {before} chunks are kept", chunks(&slab));
    }

    #[test]
    fn memory_goes_back_in_any_order_of_removal_and_is_used_again() {
        for backwards in [false, true] {
            let (mut slab, mut places) = filled(100_000);
            let full = chunks(&slab);
            if backwards {
                places.reverse();
            }
            for place in places {
                assert!(slab.remove(place).is_some());
            }
            assert!(chunks(&slab) <= 2);
            for value in 0..100_000 {
                slab.insert(value);
            }
            assert!(chunks(&slab) <= full);
            assert_eq!(slab.iter().count(), 100_000);
        }
    }

    #[test]
    fn a_load_around_the_edge_of_a_chunk_neither_allocates_nor_frees() {
        let (mut slab, mut places) = filled(16 + 32);
        places.push(slab.insert(0));
        let memory: Vec<_> = slab.chunks.iter().map(|chunk| chunk.slots.as_ptr()).collect();
        for _ in 0..10 {
            for _ in 0..3 {
                assert!(slab.remove(places.remove(0)).is_some());
            }
            assert!(slab.remove(places.pop().unwrap()).is_some());
            places.extend((0..4).map(|value| slab.insert(value)));
            places.rotate_right(1);
            assert_eq!(slab.chunks.iter().map(|chunk| chunk.slots.as_ptr()).collect::<Vec<_>>(), memory);
        }
    }
}
