//! Functions that return an iterator, which carries its entry until it ends or is dropped.

use super::instruments::assert_left;
use scoped_entry::{InflightMap, UniqueMap, scoped_entry};
use std::{
    iter::{self, FusedIterator},
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

#[derive(Default)]
struct Service {
    calls: InflightMap<u64>,
    shared: Arc<InflightMap<u64>>,
    numbers: Vec<u64>,
}

impl Service {
    #[scoped_entry(map = self.calls, key = 1)]
    fn numbers(&self) -> impl Iterator<Item = &u64> + '_ {
        self.numbers.iter()
    }

    #[scoped_entry(map = Arc::clone(&self.shared), key = 2)]
    fn sendable(&self) -> Box<dyn Iterator<Item = u64> + Send + Sync> {
        Box::new(self.numbers.clone().into_iter())
    }

    #[scoped_entry(map = self.calls, key = 3)]
    fn both_ends(&self) -> impl DoubleEndedIterator<Item = &u64> + ExactSizeIterator + FusedIterator + '_ {
        self.numbers.iter()
    }

    #[scoped_entry(map = self.calls, key = 4)]
    fn boxed_both_ends(&self) -> Box<dyn DoubleEndedIterator<Item = &u64> + '_> {
        Box::new(self.numbers.iter())
    }

    /// Each result carries the entry, whether it is returned early or at the end.
    #[scoped_entry(map = self.calls, key = 5)]
    fn early(&self, is_empty: bool) -> Box<dyn Iterator<Item = u64> + '_> {
        if is_empty {
            return Box::new(iter::empty());
        }
        Box::new(self.numbers.iter().copied())
    }

    /// The two entries last equally long.
    #[scoped_entry(map = self.calls, key = 6)]
    #[scoped_entry(map = Arc::clone(&self.shared), key = 6)]
    fn with_two_entries(&self) -> impl Iterator<Item = u64> + '_ {
        self.numbers.iter().map(|number| number * 2)
    }

    /// What a named guard or `until = return` says comes first.
    #[scoped_entry(map = self.calls, key = 7, until = return)]
    fn ends_early(&self) -> impl Iterator<Item = &u64> + '_ {
        self.numbers.iter()
    }
}

fn service() -> Service {
    Service { numbers: vec![3, 5, 7], ..Service::default() }
}

#[test]
fn an_iterator_carries_its_entry_until_it_ends_or_is_dropped() {
    let service = service();
    let mut numbers = service.numbers();
    assert_eq!(service.calls.count(&1), 1);
    assert_eq!(numbers.by_ref().take(3).sum::<u64>(), 15);
    assert_eq!(service.calls.count(&1), 1, "it has not ended");
    assert_eq!(numbers.next(), None);
    assert_eq!(service.calls.count(&1), 0, "it has ended");
    drop(numbers);

    let unread = service.sendable();
    assert_eq!(service.shared.count(&2), 1);
    drop(unread);
    assert_eq!(service.shared.count(&2), 0);
    assert_eq!(
        std::thread::spawn({
            let all = service.sendable();
            move || all.count()
        })
        .join()
        .unwrap(),
        3
    );
    assert_left(&service.calls, 1);
    assert_left(&service.shared, 2);
}

#[test]
fn an_iterator_keeps_its_traits() {
    let service = service();
    let mut both = service.both_ends();
    assert_eq!((both.len(), both.next_back(), both.next(), service.calls.count(&3)), (3, Some(&7), Some(&3), 1));
    assert_eq!((both.next_back(), both.next_back(), service.calls.count(&3)), (Some(&5), None, 0));
    let mut boxed = service.boxed_both_ends();
    assert_eq!((boxed.next_back(), service.calls.count(&4)), (Some(&7), 1));
    drop((both, boxed));
    assert_left(&service.calls, 2);
}

#[test]
fn every_result_carries_every_entry() {
    let service = service();
    for is_empty in [true, false] {
        let early = service.early(is_empty);
        assert_eq!(service.calls.count(&5), 1);
        assert_eq!(early.count(), if is_empty { 0 } else { 3 });
        assert_eq!(service.calls.count(&5), 0);
    }
    let mut two = service.with_two_entries();
    assert_eq!((two.next(), service.calls.count(&6), service.shared.count(&6)), (Some(6), 1, 1));
    assert_eq!((two.last(), service.calls.count(&6), service.shared.count(&6)), (Some(14), 0, 0));
    let numbers = service.ends_early();
    assert_eq!((service.calls.count(&7), numbers.count()), (0, 3));
    assert_left(&service.calls, 4);
    assert_left(&service.shared, 1);
}

#[test]
fn an_iterator_that_panics_ends_its_entry() {
    static CALLS: InflightMap<u64> = InflightMap::new();

    #[scoped_entry(map = CALLS, key = 1)]
    fn panics() -> impl Iterator<Item = u64> {
        iter::from_fn(|| panic!("at an item"))
    }

    let mut panicking = panics();
    assert_eq!(CALLS.len(), 1);
    assert!(catch_unwind(AssertUnwindSafe(|| panicking.next())).is_err());
    assert_eq!(CALLS.len(), 0);
    drop(panicking);
    assert_left(&CALLS, 1);
}

#[test]
fn an_iterator_of_an_occupied_key_has_no_entry() {
    #[scoped_entry(map = jobs, key = 1, occupied = return Box::new(iter::empty()))]
    fn lines(jobs: &UniqueMap<u64>) -> Box<dyn Iterator<Item = u64> + '_> {
        Box::new(0..2)
    }

    let jobs = UniqueMap::<u64>::new();
    let first = lines(&jobs);
    assert_eq!(lines(&jobs).count(), 0);
    assert_eq!(first.count(), 2);
    assert_eq!(lines(&jobs).count(), 2);
    assert!(jobs.is_empty());
}
