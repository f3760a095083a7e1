//! Slots are reused and memory is freed, in any order of insertions and removals.

use super::{KEPT, Slab, SlotIndex};
use std::vec::Vec;

fn slots_of<T>(slab: &Slab<T>) -> usize {
    slab.chunks.iter().map(|chunk| chunk.len()).sum()
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
    assert_eq!(slab.iter().copied().collect::<Vec<_>>(), [0, 11, 10, 3]);
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
    let most = 2 * KEPT + remaining.len() * super::LARGEST;
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
    let memory = |slab: &Slab<_>| slab.chunks.iter().map(|chunk| chunk.as_ptr()).collect::<Vec<_>>();
    let before = memory(&slab);
    for _ in 0..10 {
        for index in slots.drain(..25_000) {
            assert!(slab.remove(index).is_some());
        }
        slots.extend((0..25_000).map(|value| slab.insert(value)));
        assert_eq!(memory(&slab), before);
    }
}

/// With less room, the next values would need the chunks beyond the boundary at once. If every removal beyond the
/// boundary swept, each would go through all chunks.
#[test]
fn a_retreat_leaves_room_for_twice_the_values_and_sweeps_after_half_of_those_beyond_are_removed() {
    let (mut slab, slots) = filled(20_000);
    // The first values first, so that the remaining ones are beyond the boundary.
    for index in slots {
        assert!(slab.remove(index).is_some());
        if slab.boundary != super::NONE {
            break;
        }
    }
    let room: usize = slab.chunks.iter().take(slab.boundary.chunk()).map(|chunk| chunk.len()).sum();
    assert!(room >= 2 * slab.len as usize, "{room} slots for {} values", slab.len);
    assert!(slab.beyond > 2);
    assert_eq!(slab.sweep_at, slab.beyond / 2);
}

#[test]
fn a_slab_that_has_only_the_first_chunks_never_retreats() {
    let (slab, _) = filled(KEPT);
    assert_eq!((slots_of(&slab), slab.shrink_at), (KEPT, 0));
    let (slab, _) = filled(KEPT + 1);
    assert!(slab.shrink_at > 0);
}
