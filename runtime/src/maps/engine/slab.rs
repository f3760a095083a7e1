//! A slab: values in slots that do not move, in chunks whose memory is freed after a burst.
//!
//! Everything is kept by chunk, so that no call takes more steps than a chunk has slots, whatever other chunks contain:
//!
//! - Each chunk has a list of its free slots, most recently freed first. A value goes into the first chunk that has room.
//!   So the values of a steady load stay in the first chunks, and those of a burst become empty and are freed.
//! - Each chunk has a list of its values, oldest first. A listing reads one chunk at a time, and the oldest value of a
//!   chunk is found in one step.

use super::chunk::{Aged, Chunk, capacity, slots_in};
use std::vec::Vec;

/// The slot of a value, which is valid until the value is removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SlotIndex(u32);

const SLOT_BITS: u32 = 10;
/// These have 2³² − 6,160 slots, if a slot is small.
const MAX_CHUNKS: usize = (1 << (32 - SLOT_BITS)) - 1;
/// A chunk of more than one slot has at most this many bytes, so that a few large values do not take much memory.
const CHUNK_BYTES: usize = 64 << 10;
/// The bytes that are never freed, once allocated, unless the first chunk is larger.
const KEPT_BYTES: usize = 8 << 10;
/// How many chunks a call frees at most, unless it has removed the last value.
const FREED_AT_ONCE: usize = 16;

pub(crate) struct Slab<T> {
    /// A chunk that has been freed has no slots; every other one has `capacity(number)`.
    chunks: Vec<Chunk<T>>,
    /// A bit for each chunk: set if it has a free slot, and possibly if it has none.
    open: Vec<u64>,
    // `u32`, as indices are, so that a shard of a map fits into two cache lines.
    len: u32,
    /// The number of slots of all chunks.
    slots: u32,
    /// No chunk before this one has a free slot.
    current: u32,
    /// With fewer values than this, the slab frees empty chunks. Zero if there are none to be freed.
    shrink_at: u32,
}

impl SlotIndex {
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "`MAX_CHUNKS` fits into the remaining bits")]
    const fn new(chunk: usize, slot: u16) -> Self {
        Self((chunk as u32) << SLOT_BITS | slot as u32)
    }

    #[inline]
    const fn chunk(self) -> usize {
        (self.0 >> SLOT_BITS) as usize
    }

    #[inline]
    const fn slot(self) -> u16 {
        (self.0 & ((1 << SLOT_BITS) - 1)) as u16
    }
}

impl<T> Slab<T> {
    const SLOT: usize = Chunk::<T>::SLOT;
    const LARGEST: usize = slots_in(CHUNK_BYTES, Self::SLOT, 1 << SLOT_BITS);
    const SMALLEST: usize = slots_in(CHUNK_BYTES / 64, Self::SLOT, 16);
    /// The number of chunks that are never freed, once allocated: the first one, and those that fit into `KEPT_BYTES`.
    const KEPT_CHUNKS: usize = {
        let (mut chunks, mut slots) = (1, capacity(0, Self::SMALLEST, Self::LARGEST));
        loop {
            slots += capacity(chunks, Self::SMALLEST, Self::LARGEST);
            if slots * Self::SLOT > KEPT_BYTES {
                break chunks;
            }
            chunks += 1;
        }
    };
    const KEPT_SLOTS: usize = {
        let (mut chunk, mut slots) = (0, 0);
        while chunk < Self::KEPT_CHUNKS {
            slots += capacity(chunk, Self::SMALLEST, Self::LARGEST);
            chunk += 1;
        }
        slots
    };

    pub(crate) const fn new() -> Self {
        Self { chunks: Vec::new(), open: Vec::new(), len: 0, slots: 0, current: 0, shrink_at: 0 }
    }

    /// Returns the number of chunks, including those that have been freed.
    pub(crate) fn chunks(&self) -> usize {
        self.chunks.len()
    }

    /// Returns the values of a chunk, oldest first.
    pub(crate) fn chunk(&self, number: usize) -> impl Iterator<Item = &T> {
        self.chunks.get(number).into_iter().flat_map(Chunk::values)
    }

    /// Returns the values of all chunks.
    #[cfg(test)]
    pub(crate) fn iter(&self) -> impl Iterator<Item = &T> {
        self.chunks.iter().flat_map(Chunk::values)
    }

    /// Removes the value in the slot, if there is one. O(1), amortised.
    #[inline]
    pub(crate) fn remove(&mut self, index: SlotIndex) -> Option<T> {
        let number = index.chunk();
        let chunk = self.chunks.get_mut(number)?;
        let was_full = chunk.is_full();
        let value = chunk.remove(index.slot())?;
        let is_empty = chunk.is_empty();
        self.len -= 1;
        if was_full {
            self.reopen(number);
        }
        if is_empty && number >= Self::KEPT_CHUNKS {
            self.plan_shrinking();
        }
        if self.len < self.shrink_at {
            self.shrink();
        }
        Some(value)
    }

    /// Records that a chunk that was full has a free slot.
    fn reopen(&mut self, number: usize) {
        if let Some(word) = self.open.get_mut(number / 64) {
            *word |= 1 << (number % 64);
        }
        if number < self.current as usize {
            self.current = narrow(number);
        }
    }

    /// Sets `current` to a chunk that has room: the first one, or a new one.
    #[cold]
    #[inline(never)]
    fn make_room(&mut self) {
        let from = self.current as usize / 64;
        for (number, word) in self.open.iter_mut().enumerate().skip(from) {
            while *word != 0 {
                let chunk = 64 * number + word.trailing_zeros() as usize;
                if self.chunks.get(chunk).is_some_and(|chunk| !chunk.is_full()) {
                    self.current = narrow(chunk);
                    return;
                }
                *word &= *word - 1;
            }
        }
        self.add_chunk();
    }

    fn add_chunk(&mut self) {
        let number = self.chunks.iter().position(|chunk| chunk.slots() == 0).unwrap_or(self.chunks.len());
        assert!(number < MAX_CHUNKS, "too many entries in one shard");
        let chunk = Chunk::new(capacity(number, Self::SMALLEST, Self::LARGEST));
        self.slots += narrow(chunk.slots());
        match self.chunks.get_mut(number) {
            Some(freed) => *freed = chunk,
            None => self.chunks.push(chunk),
        }
        if self.open.len() <= number / 64 {
            self.open.push(0);
        }
        self.open[number / 64] |= 1 << (number % 64);
        self.current = narrow(number);
    }

    /// Plans to free empty chunks once less than an eighth of the slots is in use: a load that grows and shrinks by less
    /// than that neither allocates nor frees.
    #[cold]
    fn plan_shrinking(&mut self) {
        self.shrink_at = self.shrink_at.max(self.slots / 8).max(1);
    }

    /// Frees empty chunks, the last ones first, as long as room remains for twice the number of values.
    ///
    /// Takes one step per chunk, which the removals amortise: it runs if a chunk has become empty, if half of the values
    /// that remained the last time have been removed, or if the last time it has freed as many chunks as a call may.
    #[cold]
    #[inline(never)]
    fn shrink(&mut self) {
        let wanted = Self::KEPT_SLOTS.max(2 * self.len as usize);
        let mut may_free = if self.len == 0 { usize::MAX } else { FREED_AT_ONCE };
        self.shrink_at = 0;
        for number in (Self::KEPT_CHUNKS..self.chunks.len()).rev() {
            let chunk = &mut self.chunks[number];
            let slots = chunk.slots();
            if slots == 0 || !chunk.is_empty() {
                continue;
            }
            if self.slots as usize - slots < wanted {
                self.shrink_at = self.len.div_ceil(2);
                continue;
            }
            if may_free == 0 {
                // The next removal continues.
                self.shrink_at = self.len;
                break;
            }
            may_free -= 1;
            *chunk = Chunk::new(0);
            self.slots -= narrow(slots);
        }
        self.forget_freed_chunks();
    }

    fn forget_freed_chunks(&mut self) {
        while self.chunks.last().is_some_and(|chunk| chunk.slots() == 0) {
            self.chunks.pop();
        }
        self.current = self.current.min(narrow(self.chunks.len()));
        if self.chunks.len() < self.chunks.capacity() / 4 {
            // Reallocated, not shrunk in place: the vector lies above most chunks in memory, and an allocator that
            // returns only the end of its memory to the system could return none of the memory below it.
            let mut chunks = Vec::with_capacity(2 * self.chunks.len());
            chunks.append(&mut self.chunks);
            self.chunks = chunks;
        }
    }
}

impl<T: Aged> Slab<T> {
    /// Inserts a value into a free slot. O(1), amortised.
    ///
    /// # Panics
    ///
    /// If the slab already has as many chunks as indices have bits for: 2³² − 6,160 slots, fewer if `T` is large.
    #[inline]
    pub(crate) fn insert(&mut self, value: T) -> SlotIndex {
        if self.chunks.get(self.current as usize).is_none_or(Chunk::is_full) {
            self.make_room();
        }
        let number = self.current as usize;
        let slot = self.chunks[number].insert(value);
        self.len += 1;
        SlotIndex::new(number, slot)
    }
}

#[expect(clippy::cast_possible_truncation, reason = "slots and chunks have indices of 32 bits")]
const fn narrow(count: usize) -> u32 {
    count as u32
}

// The models include this file, and have no features.
#[cfg(all(test, feature = "std"))]
#[path = "tests/slab.rs"]
mod tests;
