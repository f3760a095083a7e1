//! Several of our attributes on one function: they enter in the order in which they are written.

use super::instruments::{assert_left, pause};
use pollster::block_on;
use scoped_entry::{InflightMap, UniqueMap, scoped_entry, scoped_entry as tracked};
use std::{
    cell::RefCell,
    future::Future,
    panic::catch_unwind,
    sync::{Arc, LazyLock},
};

thread_local! {
    static LOG: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Notes when it is made, which is before it enters, and when it drops, which is when its entry has left.
struct Noted(&'static str);

impl Noted {
    fn new(name: &'static str) -> Self {
        LOG.with(|log| log.borrow_mut().push(format!("+{name}")));
        Self(name)
    }
}

impl Drop for Noted {
    fn drop(&mut self) {
        LOG.with(|log| log.borrow_mut().push(format!("-{}", self.0)));
    }
}

fn log() -> String {
    LOG.with(RefCell::take).join(" ")
}

#[test]
fn entries_are_made_in_the_order_of_the_attributes_and_leave_in_reverse() {
    static A: InflightMap<u64, Option<Noted>> = InflightMap::new();
    static B: InflightMap<u64, Option<Noted>> = InflightMap::new();

    #[scoped_entry(map = A, key = id, value = Some(Noted::new("first")))]
    #[scoped_entry(map = B, key = A.len() as u64, value = Some(Noted::new("second")))]
    #[scoped_entry(map = A, key = B.len() as u64, value = Some(Noted::new("third")))]
    fn handle(id: u64) -> (usize, usize, bool, bool) {
        let _local = Noted::new("local");
        (A.len(), B.len(), A.contains_key(&1), B.contains_key(&1))
    }

    #[scoped_entry(map = A, key = id, value = Some(Noted::new("first")))]
    #[scoped_entry(map = B, key = id, value = Some(Noted::new("second")))]
    fn one_line(id: u64) -> usize {
        A.len() + B.len()
    }

    #[scoped_entry(map = A, key = id, value = Some(Noted::new("first")))]
    #[scoped_entry(map = B, key = A.len() as u64, value = Some(Noted::new("second")))]
    async fn later(id: u64) -> (usize, bool) {
        pause().await;
        (A.len(), B.contains_key(&1))
    }

    assert_eq!(handle(7), (2, 1, true, true));
    assert_eq!(log(), "+first +second +third +local -local -third -second -first");
    assert_eq!(one_line(7), 2);
    assert_eq!(log(), "+first +second -second -first");
    assert_eq!(block_on(later(7)), (1, true));
    assert_eq!(log(), "+first +second -second -first");
    assert_left(&A, 4);
    assert_left(&B, 3);
}

#[test]
fn other_attributes_may_stand_between() {
    static A: InflightMap<u64> = InflightMap::new();

    /// Documented.
    #[scoped_entry(map = A, key = 1)]
    #[inline]
    #[tracked(map = A, key = A.len() as u64 + 1)]
    #[expect(clippy::needless_return, clippy::mixed_attributes_style, reason = "the attributes are the point")]
    #[::scoped_entry::scoped_entry(map = A, key = A.len() as u64 + 1)]
    #[must_use]
    fn handle() -> [bool; 3] {
        #![expect(unused_variables, reason = "the attribute is the point")]
        let unused = 0;
        return [1, 2, 3].map(|key| A.contains_key(&key));
    }

    assert_eq!(handle(), [true; 3]);
    assert_left(&A, 3);
}

#[test]
fn what_a_later_attribute_does_ends_the_earlier_entries() {
    static A: InflightMap<u64> = InflightMap::new();
    static B: LazyLock<UniqueMap<u64, u64>> = LazyLock::new(UniqueMap::new);

    #[scoped_entry(map = A, key = id)]
    #[scoped_entry(map = B, key = id, value = id, occupied = |there| return Err(there + A.len() as u64))]
    fn refused(id: u64) -> Result<(), u64> {
        refused(id)
    }

    #[scoped_entry(map = B, key = id, occupied = return Err(0))]
    #[scoped_entry(map = A, key = text.parse::<u64>().map_err(|_| B.len())?)]
    fn asks(id: u64, text: &str) -> Result<(), usize> {
        Ok(())
    }

    #[scoped_entry(map = A, key = 1)]
    #[scoped_entry(map = A, key = { assert!(A.is_empty(), "{} in flight", A.len()); 2 })]
    fn panics() {}

    assert_eq!(refused(7), Err(9));
    assert_eq!((asks(7, "1"), asks(7, "x")), (Ok(()), Err(1)));
    let panic = catch_unwind(panics).unwrap_err();
    assert_eq!(panic.downcast_ref::<String>().unwrap(), "1 in flight");
    assert_left(&A, 4);
    assert!(B.is_empty());
}

#[test]
fn each_attribute_has_a_guard_of_its_own() {
    static A: InflightMap<u64> = InflightMap::new();

    #[scoped_entry(map = A, key = 1, guard = first)]
    #[scoped_entry(map = A, key = first.map().len() as u64 + 1)]
    #[scoped_entry(map = A, key = 3, guard = third)]
    fn named() -> [usize; 3] {
        let before = A.len();
        drop(third);
        let between = A.len();
        drop(first);
        [before, between, A.len()]
    }

    #[scoped_entry(map = A, key = 1, guard = entry)]
    #[scoped_entry(map = A, key = 2, guard = entry)]
    #[expect(unused_variables, reason = "the first guard is out of reach, and ends with the function")]
    fn the_last_of_a_name() -> [usize; 2] {
        let before = A.len();
        drop(entry);
        [before, usize::from(A.contains_key(&1)) + A.len()]
    }

    #[scoped_entry(map = map, key = 1)]
    #[scoped_entry(map = Arc::clone(map), key = 2, guard = entry)]
    fn mixed(map: &Arc<InflightMap<u64>>) -> usize {
        drop(entry);
        map.len()
    }

    assert_eq!((named(), the_last_of_a_name()), ([3, 2, 1], [2, 2]));
    let map = Arc::default();
    assert_eq!(mixed(&map), 1);
    assert_left(&map, 2);
    assert_left(&A, 5);
}

#[test]
fn a_conditional_attribute_is_one_like_any_other() {
    static A: InflightMap<u64> = InflightMap::new();

    #[cfg_attr(not(any()), scoped_entry(map = A, key = 1))]
    #[cfg_attr(any(), scoped_entry(map = A, key = 2))]
    #[cfg_attr(not(any()), scoped_entry(map = A, key = A.len() as u64 + 2), scoped_entry(map = A, key = 4))]
    fn handle() -> Vec<u64> {
        A.snapshot().into_iter().map(|live| live.key).collect()
    }

    assert_eq!(handle(), [1, 3, 4]);
    assert_left(&A, 3);
}

#[test]
fn a_lazy_result_carries_the_entries_of_renamed_and_conditional_attributes_in_their_order() {
    static A: InflightMap<u64, Option<Noted>> = InflightMap::new();

    #[tracked(map = A, key = 1, value = Some(Noted::new("first")))]
    #[inline]
    #[tracked(map = A, key = A.len() as u64 + 1, value = Some(Noted::new("second")))]
    #[scoped_entry(map = A, key = A.len() as u64 + 1, value = Some(Noted::new("third")))]
    fn renamed() -> impl Future<Output = usize> {
        async move { (1..=3).filter(|key| A.contains_key(key)).count() }
    }

    #[tracked(map = A, key = 1, value = Some(Noted::new("first")))]
    #[cfg_attr(all(), inline, tracked(map = A, key = A.len() as u64 + 1, value = Some(Noted::new("second"))))]
    #[cfg_attr(any(), tracked(map = A, key = 9, value = Some(Noted::new("never"))))]
    #[scoped_entry(map = A, key = A.len() as u64 + 1, value = Some(Noted::new("third")))]
    fn conditional() -> impl Future<Output = usize> {
        async move { (1..=3).filter(|key| A.contains_key(key)).count() }
    }

    let in_order = "+first +second +third -third -second -first";
    assert_eq!((block_on(renamed()), &*log()), (3, in_order));
    assert_eq!((block_on(conditional()), &*log()), (3, in_order));
    assert_left(&A, 6);
}
