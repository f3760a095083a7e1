//! What only edition 2018 means this way.

use crate::shared::instruments::assert_left;
use scoped_entry::{InflightMap, UniqueMap, scoped_entry};
use std::{
    fmt::Debug,
    panic::catch_unwind,
    sync::{Arc, LazyLock},
};

#[test]
fn a_closure_captures_whole_variables() {
    static CALLS: InflightMap<u64> = InflightMap::new();

    #[scoped_entry(map = CALLS, key = 1)]
    fn handle() -> bool {
        let pair = (CALLS.len(), Arc::new(()));
        let second = Arc::downgrade(&pair.1);
        let first = move || pair.0;
        assert_eq!(first(), 1);
        drop(first);
        second.upgrade().is_none()
    }

    assert!(handle());
    assert_left(&CALLS, 1);
}

#[test]
fn an_array_is_iterated_by_reference() {
    static CALLS: InflightMap<u64> = InflightMap::new();

    #[scoped_entry(map = CALLS, key = *[id].into_iter().next().unwrap())]
    #[expect(array_into_iter, clippy::into_iter_on_ref, reason = "the older meaning is the point")]
    fn handle(id: u64) -> usize {
        let both = [id, 0];
        let first: Option<&u64> = both.into_iter().next();
        CALLS.count(first.unwrap_or(&0))
    }

    assert_eq!(handle(7), 1);
    assert_left(&CALLS, 1);
}

#[test]
fn a_panic_takes_any_value() {
    static CALLS: LazyLock<UniqueMap<u64, u64>> = LazyLock::new(UniqueMap::new);

    #[scoped_entry(map = CALLS, key = id, value = id + 1, occupied = |existing| panic!(existing))]
    #[expect(non_fmt_panics, reason = "the older meaning is the point")]
    fn handle(id: u64) {
        handle(id)
    }

    let panic = catch_unwind(|| handle(7)).unwrap_err();
    assert_eq!(panic.downcast_ref::<u64>(), Some(&8));
    assert!(CALLS.is_empty());
}

#[test]
fn trait_objects_need_no_dyn() {
    static CALLS: InflightMap<u64> = InflightMap::new();

    #[scoped_entry(map = CALLS, key = 1)]
    #[expect(bare_trait_objects, reason = "the older form is the point")]
    fn handle<'a>(value: &'a (Debug + 'a)) -> Result<Box<Debug + 'a>, Box<ToString>> {
        let seen = CALLS.len();
        if seen == 0 { Err(Box::new("not entered")) } else { Ok(Box::new((value, seen))) }
    }

    assert_eq!(format!("{:?}", handle(&7).ok()), "Some((7, 1))");
    assert_left(&CALLS, 1);
}
