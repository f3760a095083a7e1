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

// The models have these sources, too, and no features: for them the path, and not these tests.
#[cfg(all(test, feature = "std"))]
#[path = "slab/tests.rs"]
mod tests;
