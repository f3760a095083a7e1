//! What can be sent and shared: maps, guards and futures, exactly when what they contain allows it.

use super::maps::*;
use scoped_entry::{Attached, EntryGuard, scoped_entry};
use std::{
    cell::Cell,
    collections::{BTreeMap, HashMap, hash_map::RandomState},
    hash::BuildHasher,
    marker::PhantomData,
    panic::{RefUnwindSafe, UnwindSafe},
    rc::Rc,
    sync::{Arc, Mutex, MutexGuard},
};

/// Stands for a type of which is asked what it implements.
///
/// A method of the type itself, where its bounds hold, goes before one of a trait, which answers otherwise.
struct Type<T: ?Sized>(PhantomData<T>);

impl<T: ?Sized> Type<T> {
    fn new() -> Self {
        Self(PhantomData)
    }
}

fn type_of<T>(_: &T) -> Type<T> {
    Type::new()
}

#[expect(clippy::unused_self, reason = "they are looked up as methods")]
impl<T: ?Sized + Send> Type<T> {
    fn is_send(&self) -> bool {
        true
    }
}

#[expect(clippy::unused_self, reason = "they are looked up as methods")]
impl<T: ?Sized + Sync> Type<T> {
    fn is_sync(&self) -> bool {
        true
    }
}

trait Otherwise {
    fn is_send(&self) -> bool {
        false
    }

    fn is_sync(&self) -> bool {
        false
    }
}

impl<T: ?Sized> Otherwise for Type<T> {}

const BOTH: (bool, bool) = (true, true);
const NEITHER: (bool, bool) = (false, false);
const SEND_ONLY: (bool, bool) = (true, false);

macro_rules! assert_send_and_sync {
    ($($type:ty => $expected:expr;)*) => {$({
        let it = Type::<$type>::new();
        assert_eq!((it.is_send(), it.is_sync()), $expected, "`Send` and `Sync` of `{}`", stringify!($type));
    })*};
}

#[test]
fn maps_are_send_and_sync_if_keys_and_values_are_send() {
    assert_send_and_sync! {
        InflightMap<u64> => BOTH;
        InflightMap<Cell<u64>, Cell<u64>> => BOTH;
        InflightMap<Rc<u64>> => NEITHER;
        InflightMap<u64, Rc<u64>> => NEITHER;
        InflightMap<MutexGuard<'static, u64>> => NEITHER;
        UniqueMap<u64> => BOTH;
        UniqueMap<Cell<u64>, Cell<u64>> => BOTH;
        UniqueMap<Rc<u64>> => NEITHER;
        UniqueMap<u64, Rc<u64>> => NEITHER;
        UniqueMap<u64, MutexGuard<'static, u64>> => NEITHER;
    }
}

/// A hasher that can be sent and not shared.
struct Unshared(#[expect(dead_code, reason = "it is there for what it does not implement")] Cell<u64>);

impl BuildHasher for Unshared {
    type Hasher = <RandomState as BuildHasher>::Hasher;

    fn build_hasher(&self) -> Self::Hasher {
        RandomState::new().build_hasher()
    }
}

#[test]
fn a_unique_map_is_shared_only_if_its_hasher_is() {
    assert_send_and_sync! {
        UniqueMap<u64, (), RandomState> => BOTH;
        UniqueMap<u64, (), Unshared> => SEND_ONLY;
        EntryGuard<&UniqueMap<u64, (), Unshared>> => NEITHER;
        EntryGuard<Box<UniqueMap<u64, (), Unshared>>> => SEND_ONLY;
    }
}

#[test]
fn a_guard_is_send_and_sync_if_what_it_holds_its_map_by_is() {
    assert_send_and_sync! {
        EntryGuard<&InflightMap<u64>> => BOTH;
        EntryGuard<Arc<InflightMap<u64>>> => BOTH;
        EntryGuard<Box<InflightMap<u64>>> => BOTH;
        EntryGuard<Rc<InflightMap<u64>>> => NEITHER;
        EntryGuard<&Rc<InflightMap<u64>>> => NEITHER;
        EntryGuard<&InflightMap<Cell<u64>>> => BOTH;
        EntryGuard<&InflightMap<Rc<u64>>> => NEITHER;
        EntryGuard<Arc<InflightMap<u64, Rc<u64>>>> => NEITHER;
        EntryGuard<&UniqueMap<u64, Cell<u64>>> => BOTH;
        EntryGuard<Arc<UniqueMap<u64>>> => BOTH;
        EntryGuard<Rc<UniqueMap<u64>>> => NEITHER;
        EntryGuard<&UniqueMap<Rc<u64>>> => NEITHER;
    }
}

#[test]
fn a_value_with_a_guard_is_send_and_sync_if_both_are() {
    assert_send_and_sync! {
        Attached<EntryGuard<Arc<InflightMap<u64>>>, u64> => BOTH;
        Attached<EntryGuard<Arc<InflightMap<u64>>>, Cell<u64>> => SEND_ONLY;
        Attached<EntryGuard<Arc<InflightMap<u64>>>, Rc<u64>> => NEITHER;
        Attached<EntryGuard<Rc<InflightMap<u64>>>, u64> => NEITHER;
    }
}

#[test]
fn a_guard_of_an_adapted_map_keeps_a_key_and_is_send_and_sync_if_the_key_is() {
    assert_send_and_sync! {
        EntryGuard<&Mutex<HashMap<u64, Cell<u64>>>> => BOTH;
        EntryGuard<Arc<Mutex<HashMap<u64, u64>>>> => BOTH;
        EntryGuard<&Mutex<HashMap<Rc<u64>, u64>>> => NEITHER;
        EntryGuard<&Mutex<HashMap<u64, Rc<u64>>>> => NEITHER;
        EntryGuard<&Mutex<BTreeMap<Cell<u64>, u64>>> => SEND_ONLY;
    }
}

#[test]
fn a_future_is_send_if_the_guard_in_it_is() {
    #[scoped_entry(map = *map, key = 1)]
    async fn borrows(map: &InflightMap<u64>) {
        std::future::ready(()).await;
    }

    #[scoped_entry(map = Arc::clone(map), key = 1)]
    async fn owns(map: &Arc<InflightMap<u64>>) {
        std::future::ready(()).await;
    }

    #[scoped_entry(map = *map, key = Rc::new(1))]
    async fn borrows_what_cannot_be_shared(map: &InflightMap<Rc<u64>>) {
        std::future::ready(()).await;
    }

    #[scoped_entry(map = Rc::clone(map), key = 1)]
    async fn owns_what_cannot_be_sent(map: &Rc<InflightMap<u64>>) {
        std::future::ready(()).await;
    }

    #[scoped_entry(map = *map, key = id, occupied = return)]
    async fn keeps_a_key(map: &Mutex<HashMap<u64, u64>>, id: u64) {
        std::future::ready(()).await;
    }

    assert!(type_of(&borrows(&InflightMap::new())).is_send());
    assert!(type_of(&owns(&Arc::default())).is_send());
    assert!(type_of(&keeps_a_key(&Mutex::default(), 1)).is_send());
    assert!(!type_of(&borrows_what_cannot_be_shared(&InflightMap::new())).is_send());
    assert!(!type_of(&owns_what_cannot_be_sent(&Rc::default())).is_send());
}

#[test]
fn a_map_may_be_used_across_a_caught_panic_whatever_it_holds() {
    fn may<T: UnwindSafe + RefUnwindSafe>() {}

    may::<InflightMap<Cell<u64>, Rc<Cell<u64>>>>();
    may::<UniqueMap<Cell<u64>, Rc<Cell<u64>>>>();
    may::<Mutex<HashMap<Cell<u64>, Rc<Cell<u64>>>>>();
}
