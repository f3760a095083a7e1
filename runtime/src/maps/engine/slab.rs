//! A slab: values in slots that do not move, in chunks whose memory is freed after a burst.
//!
//! Free slots form a list and are reused, the most recently freed first, so that a steady load never grows the slab.
//! After a burst, the slab *retreats*: new values go into the first chunks only. Otherwise the steady load would spread
//! over all chunks of the burst, and none could be freed.

use core::{iter, mem};
use std::{boxed::Box, vec::Vec};

/// The slot of a value, which is valid until the value is removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SlotIndex(u32);

/// The end of the list of free slots.
const NONE: SlotIndex = SlotIndex(u32::MAX);

const SLOT_BITS: u32 = 10;
const SMALLEST: usize = 16;
const LARGEST: usize = 1 << SLOT_BITS;
/// One more chunk would contain the index `NONE`. These have 2³² − 6,160 slots.
const MAX_CHUNKS: usize = (1 << (32 - SLOT_BITS)) - 1;
/// The number of slots that are never freed, once allocated: those of the first four chunks.
const KEPT: usize = (1 + 2 + 4 + 8) * SMALLEST;

pub(crate) struct Slab<T> {
    /// A chunk that has been freed has no slots; every other one has `capacity(index)`.
    chunks: Vec<Box<[Slot<T>]>>,
    free: SlotIndex,
    /// Slots from here on are not reused, and are not in the list of free slots. `NONE` if all slots are reused.
    boundary: SlotIndex,
    // `u32`, as indices are, so that a shard of a map fits into two cache lines.
    len: u32,
    /// With fewer values than this, the slab retreats to the first chunks.
    shrink_at: u32,
    /// The number of values beyond `boundary`.
    beyond: u32,
    /// The number of values beyond `boundary` at which empty chunks there are freed.
    sweep_at: u32,
}

enum Slot<T> {
    Full(T),
    /// The next free slot.
    Free(SlotIndex),
}

/// Returns the number of slots of a chunk. The first chunks are small, for maps that stay small.
const fn capacity(chunk: usize) -> usize {
    if chunk < (LARGEST / SMALLEST).ilog2() as usize { SMALLEST << chunk } else { LARGEST }
}

impl SlotIndex {
    #[expect(clippy::cast_possible_truncation, reason = "`MAX_CHUNKS` fits into the remaining bits")]
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
    pub(crate) const fn new() -> Self {
        Self { chunks: Vec::new(), free: NONE, boundary: NONE, len: 0, shrink_at: 0, beyond: 0, sweep_at: 0 }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &T> {
        self.chunks.iter().flat_map(|chunk| chunk.iter().filter_map(Slot::full)).take(self.len as usize)
    }

    #[inline]
    fn slot(&mut self, index: SlotIndex) -> Option<&mut Slot<T>> {
        self.chunks.get_mut(index.chunk())?.get_mut(index.slot())
    }

    /// Inserts a value into a free slot. O(1), amortised.
    ///
    /// # Panics
    ///
    /// If the slab already has 2³² − 6,160 values.
    #[inline]
    pub(crate) fn insert(&mut self, value: T) -> SlotIndex {
        if self.free == NONE {
            self.make_room();
        }
        let index = self.free;
        let Some(slot) = self.slot(index) else { unreachable!("`make_room` lists a free slot") };
        // `mem::replace`, since an assignment would also generate code to drop the old content, which is always `Free`.
        if let Slot::Free(next) = mem::replace(slot, Slot::Full(value)) {
            self.free = next;
        }
        self.len += 1;
        index
    }

    /// Removes the value in the slot, if there is one. O(1), amortised.
    #[inline]
    pub(crate) fn remove(&mut self, index: SlotIndex) -> Option<T> {
        let free = self.free;
        let slot = self.slot(index)?;
        slot.full()?;
        let Slot::Full(value) = mem::replace(slot, Slot::Free(free)) else { return None };
        self.len -= 1;
        if index.0 >= self.boundary.0 {
            self.removed_beyond();
        } else {
            self.free = index;
        }
        if self.len < self.shrink_at {
            self.retreat();
        }
        Some(value)
    }

    /// Ensures that the list of free slots is not empty: first by reusing the slots beyond the boundary, then by a new
    /// chunk.
    #[cold]
    #[inline(never)]
    fn make_room(&mut self) {
        if self.boundary != NONE {
            self.boundary = NONE;
            self.list_free_slots();
        }
        if self.free == NONE {
            self.add_chunk();
        }
        self.plan_retreat();
    }

    fn add_chunk(&mut self) {
        let chunk = self.chunks.iter().position(|chunk| chunk.is_empty()).unwrap_or(self.chunks.len());
        assert!(chunk < MAX_CHUNKS, "too many entries in one shard");
        let next = (1..capacity(chunk)).map(|next| SlotIndex::new(chunk, next));
        let slots = next.chain(iter::once(NONE)).map(Slot::Free).collect();
        self.free = SlotIndex::new(chunk, 0);
        match self.chunks.get_mut(chunk) {
            Some(freed) => *freed = slots,
            None => self.chunks.push(slots),
        }
    }

    /// Stops reusing chunks, except for the first ones that have room for twice the current number of values.
    ///
    /// Takes one step per slot. The removals before it amortise this: at least seven eighths of the slots are free.
    #[cold]
    #[inline(never)]
    fn retreat(&mut self) {
        let wanted = KEPT.max(2 * self.len as usize);
        let mut slots = 0;
        let first_beyond = self.chunks.iter().position(|chunk| {
            let enough = slots >= wanted;
            slots += chunk.len();
            enough
        });
        self.boundary = first_beyond.map_or(NONE, |chunk| SlotIndex::new(chunk, 0));
        let values = self.chunks.iter().skip(self.boundary.chunk()).flatten().filter_map(Slot::full).count();
        self.beyond = u32::try_from(values).unwrap_or(u32::MAX);
        self.sweep();
        self.list_free_slots();
        self.plan_retreat();
    }

    /// Counts a value removed beyond the boundary.
    #[cold]
    #[inline(never)]
    fn removed_beyond(&mut self) {
        self.beyond -= 1;
        if self.beyond <= self.sweep_at {
            self.sweep();
        }
    }

    /// Frees the empty chunks beyond the boundary. It runs again when half of the values there have been removed.
    fn sweep(&mut self) {
        for chunk in self.chunks.iter_mut().skip(self.boundary.chunk()) {
            if chunk.iter().all(|slot| slot.full().is_none()) {
                *chunk = Box::default();
            }
        }
        self.sweep_at = self.beyond / 2;
        if self.beyond == 0 {
            self.chunks.truncate(self.boundary.chunk());
            self.boundary = NONE;
            // Reallocated, not shrunk in place: the vector lies above most chunks in memory, and an allocator that
            // returns only the end of its memory to the system could return none of the memory below it.
            let mut chunks = Vec::with_capacity(2 * self.chunks.len());
            chunks.append(&mut self.chunks);
            self.chunks = chunks;
        }
    }

    /// Rebuilds the list of free slots: those below the boundary, in order.
    fn list_free_slots(&mut self) {
        self.free = NONE;
        for (number, chunk) in self.chunks.iter_mut().enumerate().take(self.boundary.chunk()).rev() {
            for (slot, content) in chunk.iter_mut().enumerate().rev() {
                if let Slot::Free(next) = content {
                    *next = self.free;
                    self.free = SlotIndex::new(number, slot);
                }
            }
        }
    }

    /// Sets the number of values at which the slab retreats: an eighth of the slots in use.
    fn plan_retreat(&mut self) {
        let slots: usize = self.chunks.iter().take(self.boundary.chunk()).map(|chunk| chunk.len()).sum();
        self.shrink_at = if slots > KEPT { u32::try_from(slots / 8).unwrap_or(u32::MAX) } else { 0 };
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

// The models include this file, and have no features.
#[cfg(all(test, feature = "std"))]
#[path = "tests/slab.rs"]
mod tests;
