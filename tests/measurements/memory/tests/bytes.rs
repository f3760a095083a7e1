//! What the maps allocate, to the byte: no clock, no resident memory, and so no noise.
//!
//! How the resident memory of a process behaves shows the soak; how other maps compare, `cargo bench -p scoped-entry-peers --bench memory`.

use cap::Cap;
use scoped_entry::{EntryGuard, InflightMap, UniqueMap};
use std::{
    alloc::System,
    fmt::Write,
    sync::{Mutex, MutexGuard, PoisonError},
};

#[global_allocator]
static ALLOCATOR: Cap<System> = Cap::new(System, usize::MAX);

/// One test at a time: the allocator is that of all.
fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What the test harness itself allocates meanwhile is a few hundred bytes.
const NOISE: usize = 16 << 10;

/// What the figure of bytes an entry is stated for: hash tables are at their fullest and at their emptiest at others.
const MANY: usize = 1_000_000;

const BURST: usize = 200_000;

/// The guards in a list that has its memory before anything is counted.
fn burst<G>(entries: usize, mut enter: impl FnMut(u64) -> G) -> (Vec<G>, usize) {
    let mut guards = Vec::with_capacity(entries);
    let before = ALLOCATOR.allocated();
    guards.extend((0..entries as u64).map(&mut enter));
    (guards, ALLOCATOR.allocated() - before)
}

/// 36 bytes of text, as a UUID has. In memory: those, and a `String` of 24.
fn text(number: u64) -> String {
    let mut text = String::with_capacity(36);
    write!(text, "{number:036}").expect("there is memory");
    text
}

/// No entry takes more than its key and `most` bytes.
fn takes_at_most<G>(most: usize, key: usize, enter: impl FnMut(u64) -> G) {
    let (guards, bytes) = burst(MANY, enter);
    assert!(bytes <= (key + most) * MANY + NOISE, "{} bytes an entry", bytes / MANY);
    drop(guards);
}

#[test]
fn a_million_entries_take_their_keys_and_48_bytes_each_and_64_in_a_unique_map() {
    let _alone = alone();
    let (map, texts) = (InflightMap::<u64>::new(), InflightMap::<String>::new());
    takes_at_most(48, 8, |key| map.enter(key, ()));
    takes_at_most(48, 24 + 36, |key| texts.enter(text(key), ()));
    let (map, texts) = (UniqueMap::<u64>::new(), UniqueMap::<String>::new());
    takes_at_most(64, 8, |key| map.try_enter(key, ()).unwrap());
    takes_at_most(64, 24 + 36, |key| texts.try_enter(text(key), ()).unwrap());
}

/// In every order in which a burst may drain, with and without a few entries that stay.
fn drains<M, O: scoped_entry::MapRef<Map = M>>(enter: impl Fn(u64) -> EntryGuard<O>) {
    for order in 0..4 {
        let (mut guards, bytes) = burst(BURST, &enter);
        let before = ALLOCATOR.allocated();
        match order {
            0 => guards.drain(..).for_each(drop),
            1 => guards.drain(..).rev().for_each(drop),
            // Each place the one 7,919 after the other: a prime, so that all are met.
            2 => {
                let mut guards: Vec<_> = guards.drain(..).map(Some).collect();
                (0..BURST).for_each(|step| drop(guards[step * 7_919 % BURST].take()));
            }
            // What stays is in chunks beside each other.
            _ => guards.drain(5..).for_each(drop),
        }
        // What the map itself allocates, it may also have allocated before.
        let stays = bytes.saturating_sub(before - ALLOCATOR.allocated());
        assert!(stays * 20 <= bytes + NOISE, "{stays} of {bytes} bytes stay, order {order}");
        drop(guards);
    }
}

#[test]
fn of_a_burst_that_has_drained_at_most_a_twentieth_stays() {
    let _alone = alone();
    let (map, texts) = (InflightMap::<u64>::new(), InflightMap::<String>::new());
    drains(|key| map.enter(key, ()));
    drains(|key| texts.enter(text(key), ()));
    let (map, texts) = (UniqueMap::<u64>::new(), UniqueMap::<String>::new());
    drains(|key| map.try_enter(key, ()).unwrap());
    drains(|key| texts.try_enter(text(key), ()).unwrap());
}

/// Sixteen of 16 KiB each: what is kept is counted in bytes, not in entries.
#[test]
fn of_large_values_a_map_keeps_room_for_one() {
    let _alone = alone();
    let map = InflightMap::<u64, [u8; 16 << 10]>::new();
    let before = ALLOCATOR.allocated();
    let guards: Vec<_> = (0..16).map(|key| map.enter(key, [0; _])).collect();
    assert!(ALLOCATOR.allocated() - before < (20 << 14) + NOISE);
    drop(guards);
    let kept = ALLOCATOR.allocated() - before;
    assert!(kept <= (2 << 14) + NOISE, "{kept} bytes");
}

/// A thousand maps of tenants.
#[test]
fn a_map_of_one_shard_takes_less_than_a_kibibyte_with_its_first_entry() {
    let _alone = alone();
    let maps: Vec<_> = (0..1_000).map(|_| InflightMap::<u64>::builder().shards(1).build()).collect();
    let mut guards = Vec::with_capacity(maps.len());
    let before = ALLOCATOR.allocated();
    guards.extend(maps.iter().map(|map| map.enter(7, ())));
    let bytes = ALLOCATOR.allocated() - before;
    assert!(bytes <= (1_000 << 10), "{} bytes a map", bytes / 1_000);
}

/// A load that comes and goes by half of it, again and again, works with the memory that it has.
fn is_steady<O: scoped_entry::MapRef>(enter: impl Fn(u64) -> EntryGuard<O>) {
    let (mut guards, _) = burst(100_000, &enter);
    let mut next = 100_000;
    let mut allocated = Vec::with_capacity(10);
    for _ in 0..10 {
        guards.drain(..50_000).for_each(drop);
        guards.extend((next..next + 50_000).map(&enter));
        next += 50_000;
        allocated.push(ALLOCATOR.total_allocated());
    }
    let after_the_first = ALLOCATOR.total_allocated() - allocated[2];
    assert!(after_the_first <= NOISE, "{after_the_first} bytes were allocated anew");
}

#[test]
fn a_steady_load_does_not_allocate_and_free_in_turns() {
    let _alone = alone();
    let map = InflightMap::<u64>::new();
    is_steady(|key| map.enter(key, ()));
    let map = UniqueMap::<u64>::new();
    is_steady(|key| map.try_enter(key, ()).unwrap());
}

/// Each entry is made by one thread and removed by another, neither of which stays.
#[test]
fn threads_that_come_and_go_take_no_memory_with_them() {
    let _alone = alone();
    let map = InflightMap::<u64>::new();
    let round = || {
        for thread in 0..20 {
            let guards: Vec<_> = std::thread::scope(|scope| {
                let entering = scope.spawn(|| (0..100).map(|key| map.enter(thread + key, ())).collect());
                entering.join().unwrap()
            });
            std::thread::scope(|scope| scope.spawn(|| drop(guards)).join().unwrap());
        }
    };
    round();
    let before = ALLOCATOR.allocated();
    (0..20).for_each(|_| round());
    let grown = ALLOCATOR.allocated().saturating_sub(before);
    assert!(grown <= NOISE, "{grown} bytes more after 400 threads");
}
