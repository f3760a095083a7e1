//! Slots are reused and memory is freed, in any order of insertions and removals.

use super::{Slab, SlotIndex};
use crate::maps::engine::chunk::{Aged, Chunk};
use std::vec::Vec;

const KEPT: usize = Slab::<usize>::KEPT_SLOTS;

/// A number is as old as it is small.
impl Aged for usize {
    fn is_older_than(&self, other: &Self) -> bool {
        self < other
    }
}

fn slots_of<T>(slab: &Slab<T>) -> usize {
    let slots = slab.chunks.iter().map(Chunk::slots).sum();
    assert_eq!(slots, slab.slots as usize);
    slots
}

fn filled(values: usize) -> (Slab<usize>, Vec<SlotIndex>) {
    let mut slab = Slab::new();
    let slots = (0..values).map(|value| slab.insert(value)).collect();
    (slab, slots)
}

#[test]
fn a_value_keeps_its_slot_and_a_free_slot_is_reused() {
    let (mut slab, slots) = filled(4);
    assert_eq!(slab.remove(slots[1]), Some(1));
    assert_eq!(slab.remove(slots[2]), Some(2));
    assert_eq!(slab.remove(slots[2]), None);
    assert_eq!([slab.insert(10), slab.insert(11)], [slots[2], slots[1]]);
    assert_eq!(slab.iter().copied().collect::<Vec<_>>(), [0, 3, 10, 11]);
    assert_eq!([slab.remove(SlotIndex::new(7, 7)), slab.remove(SlotIndex::new(0, 9))], [None, None]);
}

#[test]
fn each_value_is_removed_once_in_any_order() {
    let (mut slab, mut slots) = filled(10_000);
    for round in 0..20_000_usize {
        let chosen = round * 7919 % slots.len();
        assert!(slab.remove(slots[chosen]).is_some());
        slots[chosen] = slab.insert(round);
    }
    assert_eq!(slab.iter().count(), slots.len());
    assert_eq!(slots.iter().filter_map(|index| slab.remove(*index)).count(), 10_000);
    assert_eq!((slab.iter().count(), slab.len, slots_of(&slab)), (0, 0, KEPT));
}

#[test]
fn memory_is_freed_in_any_order_of_removal_and_allocated_again() {
    for backwards in [false, true] {
        let (mut slab, mut slots) = filled(100_000);
        let full = slots_of(&slab);
        if backwards {
            slots.reverse();
        }
        for index in slots {
            assert!(slab.remove(index).is_some());
        }
        assert_eq!(slots_of(&slab), KEPT);
        for value in 0..100_000 {
            slab.insert(value);
        }
        assert_eq!((slots_of(&slab), slab.iter().count()), (full, 100_000));
    }
}

#[test]
fn remaining_values_keep_only_their_own_chunks() {
    let (mut slab, slots) = filled(100_000);
    let (remaining, removed): (Vec<_>, Vec<_>) = slots.iter().partition(|index| index.0 % 10_000 == 7);
    for index in &removed {
        assert!(slab.remove(*index).is_some());
    }
    let most = 2 * KEPT + remaining.len() * Slab::<usize>::LARGEST;
    assert!(slots_of(&slab) <= most, "{} slots for {} values", slots_of(&slab), remaining.len());
    let again: Vec<_> = removed.iter().map(|_| slab.insert(0)).collect();
    assert!(remaining.iter().chain(&again).all(|index| slab.remove(*index).is_some()));
    assert_eq!(slots_of(&slab), KEPT);
}

/// The values of the steady load must not spread over the chunks of the burst.
#[test]
fn memory_is_freed_after_a_burst_during_a_steady_load() {
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
        assert!(slots_of(&slab) <= KEPT + 16 * steady, "{} slots for {steady}", slots_of(&slab));
    }
}

#[test]
fn a_second_burst_uses_the_allocated_slots_first() {
    let (mut slab, slots) = filled(100_000);
    let full = slots_of(&slab);
    let (remaining, removed) = slots.split_at(50);
    for index in removed.iter().chain(remaining.first()) {
        assert!(slab.remove(*index).is_some());
    }
    let again: Vec<_> = (0..99_951).map(|value| slab.insert(value)).collect();
    assert_eq!((slots_of(&slab), slab.iter().count()), (full, 100_000));
    assert!(remaining[1..].iter().chain(&again).all(|index| slab.remove(*index).is_some()));
    assert_eq!(slots_of(&slab), KEPT);
}

#[test]
fn a_load_that_halves_and_doubles_neither_allocates_nor_frees() {
    let (mut slab, mut slots) = filled(50_000);
    let memory = |slab: &Slab<_>| slab.chunks.iter().map(Chunk::address).collect::<Vec<_>>();
    let before = memory(&slab);
    for _ in 0..10 {
        for index in slots.drain(..25_000) {
            assert!(slab.remove(index).is_some());
        }
        slots.extend((0..25_000).map(|value| slab.insert(value)));
        assert_eq!(memory(&slab), before);
    }
}

/// Streams that stay when a burst has drained, one in each chunk: those that come later take the steps of any other load.
#[test]
fn a_wave_among_the_survivors_of_a_burst_neither_allocates_nor_frees_nor_leaves_the_first_chunks() {
    let (mut slab, slots) = filled(100_000);
    let mut last = None;
    let (survivors, gone): (Vec<_>, Vec<_>) =
        slots.into_iter().partition(|index| last.replace(index.chunk()) != Some(index.chunk()));
    for index in gone {
        assert!(slab.remove(index).is_some());
    }
    assert_eq!(slab.len as usize, survivors.len());
    let memory = |slab: &Slab<_>| slab.chunks.iter().map(Chunk::address).collect::<Vec<_>>();
    let before = memory(&slab);
    for _ in 0..3 {
        let wave: Vec<_> = (0..1_000).map(|value| slab.insert(value)).collect();
        assert!(wave.iter().all(|index| index.chunk() <= 7), "{wave:?}");
        for index in wave {
            assert!(slab.remove(index).is_some());
        }
    }
    assert_eq!(memory(&slab), before);
}

/// As many as a call may take: those after it free the rest.
#[test]
fn a_call_frees_a_bounded_number_of_chunks() {
    let (mut slab, slots) = filled(100_000);
    let mut most = 0;
    for index in slots.into_iter().rev() {
        let before = slots_of(&slab);
        assert!(slab.remove(index).is_some());
        if slab.len > 0 {
            most = most.max((before - slots_of(&slab)) / Slab::<usize>::LARGEST);
        }
    }
    assert_eq!((most, slots_of(&slab)), (super::FREED_AT_ONCE, KEPT));
}

#[test]
fn a_slab_that_has_only_the_first_chunks_never_shrinks() {
    let (mut slab, slots) = filled(KEPT);
    for index in slots {
        assert!(slab.remove(index).is_some());
    }
    assert_eq!((slots_of(&slab), slab.shrink_at), (KEPT, 0));
}

#[test]
fn the_values_of_a_chunk_are_in_the_order_of_their_ages() {
    let mut slab = Slab::new();
    let slots = [5, 1, 4, 4, 9, 2, 7].map(|value| slab.insert(value));
    assert_eq!(slab.chunk(0).copied().collect::<Vec<_>>(), [1, 2, 4, 4, 5, 7, 9]);
    assert_eq!([1, 4, 0].map(|slot| slab.remove(slots[slot])), [Some(1), Some(9), Some(5)]);
    slab.insert(3);
    assert_eq!(slab.chunk(0).copied().collect::<Vec<_>>(), [2, 3, 4, 4, 7]);
}

/// Large values take few slots at a time, and a slab that has had many keeps room for one.
#[test]
fn the_memory_of_large_values_is_counted_in_bytes() {
    struct Large([u8; 16 << 10]);

    impl Aged for Large {
        fn is_older_than(&self, _: &Self) -> bool {
            false
        }
    }

    let mut slab = Slab::new();
    let slots: Vec<_> = (0..20).map(|value| slab.insert(Large([value; _]))).collect();
    assert!(slots_of(&slab) <= 22, "{} slots", slots_of(&slab));
    for (value, index) in (0..20).zip(slots) {
        assert_eq!(slab.remove(index).map(|large| large.0[7]), Some(value));
    }
    assert_eq!(slots_of(&slab), 1);
}
