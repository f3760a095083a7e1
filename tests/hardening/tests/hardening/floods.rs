//! Keys that somebody chose, and many of one key: how often users' `Eq` and `Hash` are called, which is the same each time.
//!
//! In which shard and place keys go is counted in the crate itself, beside the table.

use scoped_entry::{EntryGuard, FlightMap, InflightMap, UniqueMap};
use std::{
    cell::Cell,
    hash::{BuildHasher, BuildHasherDefault, Hash, Hasher},
    pin::pin,
    task::{Context, Waker},
};

const FLOOD: u64 = 100_000;

thread_local! {
    static COMPARED: Cell<u64> = const { Cell::new(0) };
    static HASHED: Cell<u64> = const { Cell::new(0) };
}

#[derive(Clone, Debug)]
struct Key(u64);

impl Hash for Key {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        HASHED.set(HASHED.get() + 1);
        hasher.write_u64(self.0);
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        COMPARED.set(COMPARED.get() + 1);
        self.0 == other.0
    }
}

impl Eq for Key {}

/// What `call` returns, and how often it hashed and compared keys.
fn counted<R>(call: impl FnOnce() -> R) -> (R, u64, u64) {
    HASHED.set(0);
    COMPARED.set(0);
    let returned = call();
    (returned, HASHED.get(), COMPARED.get())
}

/// Known, and weak: it takes of a key what is in `BITS`.
#[derive(Default)]
struct Weak<const BITS: u64>(u64);

impl<const BITS: u64> Hasher for Weak<BITS> {
    fn finish(&self) -> u64 {
        self.0 & BITS
    }

    fn write(&mut self, _: &[u8]) {
        unreachable!("keys are numbers")
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }
}

type Identity = BuildHasherDefault<Weak<{ u64::MAX }>>;
type LowByte = BuildHasherDefault<Weak<0xff>>;
type Nothing = BuildHasherDefault<Weak<0>>;

type Guards<'a, S> = Vec<EntryGuard<&'a UniqueMap<Key, (), S>>>;

fn enter_all<S: BuildHasher>(map: &UniqueMap<Key, (), S>, keys: impl Iterator<Item = u64>) -> Guards<'_, S> {
    keys.map(|key| map.try_enter(Key(key), ()).expect("the keys differ")).collect()
}

/// Enters, looks up and leaves. Comparing keys that differ is what a flood of chosen keys is to bring about: `spare`
/// is how many such comparisons are all right.
#[track_caller]
fn assert_constant<S: BuildHasher>(map: &UniqueMap<Key, (), S>, flood: u64, key: impl Fn(u64) -> u64, spare: u64) {
    let (guards, hashed, compared) = counted(|| enter_all(map, (0..flood).map(&key)));
    assert_eq!(hashed, flood, "once for each, also where the table grows");
    assert!(compared <= spare, "{compared} comparisons of keys that enter");
    let (found, hashed, compared) = counted(|| (0..flood).filter(|k| map.contains_key(&Key(key(*k)))).count());
    assert_eq!((found as u64, hashed), (flood, flood));
    assert!((flood..=flood + spare).contains(&compared), "{compared} comparisons of keys that are looked for");
    let (refused, _, compared) = counted(|| (0..flood).filter(|k| map.try_enter(Key(key(*k)), ()).is_err()).count());
    assert_eq!(refused as u64, flood);
    assert!((flood..=flood + spare).contains(&compared), "{compared} comparisons of keys that are taken");
    let ((), hashed, compared) = counted(|| drop(guards));
    assert_eq!((hashed, compared), (0, 0), "leaving is by identity");
    assert!(map.is_empty());
}

#[test]
fn keys_that_meet_under_a_known_hasher_do_not_meet_under_the_default_one() {
    let chosen = |key| key << 8;
    // They were chosen well: each is compared with all that are there.
    let known = UniqueMap::<Key, (), LowByte>::default();
    let (guards, _, compared) = counted(|| enter_all(&known, (0..2_000).map(chosen)));
    assert_eq!(compared, 2_000 * 1_999 / 2);
    drop(guards);
    // 48 bits of a random hash are kept: two of these keys that have them in common are one flood in 50,000.
    assert_constant(&UniqueMap::<Key>::new(), FLOOD, chosen, 2);
}

#[test]
fn keys_that_a_hasher_leaves_as_they_are_need_no_comparison_to_be_told_apart() {
    for shift in [0, 1, 8, 16, 32, 40, 47] {
        assert_constant(&UniqueMap::<Key, (), Identity>::default(), FLOOD / 10, |key| key << shift, 2);
    }
    for step in [3, 1_000, 0xffff, 0xffff_ffff] {
        assert_constant(&UniqueMap::<Key, (), Identity>::default(), FLOOD / 10, |key| key * step, 2);
    }
}

#[test]
fn keys_whose_hashes_are_all_equal_are_told_apart_and_leave_by_identity() {
    let map = UniqueMap::<Key, (), Nothing>::default();
    let mut guards: Vec<_> = enter_all(&map, 0..500).into_iter().map(Some).collect();
    for (key, guard) in (0..500).zip(&mut guards).filter(|(key, _)| key % 3 == 0) {
        let ((), _, compared) = counted(|| *guard = None);
        assert_eq!((map.contains_key(&Key(key)), compared), (false, 0));
    }
    for key in 0..500 {
        assert_eq!(map.contains_key(&Key(key)), key % 3 != 0);
        assert_eq!(map.try_enter(Key(key), ()).is_ok(), key % 3 == 0);
    }
    drop(guards);
    assert!(map.is_empty());
}

#[test]
fn many_entries_of_one_key_neither_hash_nor_compare_it() {
    let map = InflightMap::<Key>::new();
    let (guards, hashed, compared) = counted(|| (0..FLOOD).map(|_| map.enter(Key(7), ())).collect::<Vec<_>>());
    assert_eq!((hashed, compared, map.len() as u64), (0, 0, FLOOD));
    let (count, hashed, compared) = counted(|| map.count(&Key(7)));
    assert_eq!((count as u64, hashed, compared), (FLOOD, 0, FLOOD), "what looks for a key scans");
    let ((), hashed, compared) = counted(|| drop(guards));
    assert_eq!((hashed, compared, map.len()), (0, 0, 0));
}

#[test]
fn many_calls_with_a_key_that_is_taken_are_each_refused_by_one_comparison() {
    let map = UniqueMap::<Key>::new();
    let guard = map.try_enter(Key(7), ()).unwrap();
    let (refused, hashed, compared) = counted(|| (0..FLOOD).filter(|_| map.try_enter(Key(7), ()).is_err()).count());
    assert_eq!((refused as u64, hashed, compared), (FLOOD, FLOOD, FLOOD));
    drop(guard);
    assert!(map.is_empty());
}

#[test]
fn many_flights_and_many_followers_of_one_compare_no_more() {
    const FLIGHTS: u64 = 20_000;
    let map = FlightMap::<Key, u64>::new();
    let mut context = Context::from_waker(Waker::noop());
    let mut flights: Vec<_> =
        (0..FLIGHTS).map(|key| Box::pin(map.run(Key(key << 8), std::future::pending()))).collect();
    let (waits, hashed, compared) = counted(|| {
        flights.iter_mut().map(|flight| u64::from(flight.as_mut().poll(&mut context).is_pending())).sum::<u64>()
    });
    assert_eq!((waits, hashed), (FLIGHTS, FLIGHTS));
    assert!(compared <= 2, "{compared} comparisons of keys that differ");
    let mut followers: Vec<_> = (0..FLIGHTS).map(|_| Box::pin(map.run(Key(0), async { 7 }))).collect();
    let ((), hashed, compared) = counted(|| {
        for follower in &mut followers {
            assert!(follower.as_mut().poll(&mut context).is_pending());
        }
    });
    assert_eq!((hashed, compared), (FLIGHTS, FLIGHTS));
    let ((), hashed, compared) = counted(|| drop(flights));
    // One is left: the flight that has followers.
    assert_eq!((hashed, compared, map.len()), (0, 0, 1));
    let mut first = pin!(followers.swap_remove(0));
    assert!(first.as_mut().poll(&mut context).is_ready());
}
