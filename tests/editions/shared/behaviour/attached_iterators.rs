//! A guard attached to an iterator: the entry ends when there is no further item, from whichever end.

use super::{
    deliberate::{caught, deliberate},
    maps::*,
    noisy::Log,
    watchdog::within_deadline,
};
use scoped_entry::{Attached, EntryGuard, scoped_entry};
use std::{iter, ops::Range, sync::Arc};

type Map = Arc<InflightMap<u64>>;
type Pages = Attached<EntryGuard<Map>, Range<u32>>;

#[scoped_entry(map = Arc::clone(map), key = 1, guard = entry)]
fn pages(map: &Map) -> Pages {
    entry.attach(0..4)
}

/// The iterator is asked for its end by `ask`, and kept.
fn ends_by(ask: impl FnOnce(&Map, &mut Pages)) {
    let map = Map::default();
    let mut pages = pages(&map);
    assert_eq!(map.len(), 1);
    ask(&map, &mut pages);
    assert_eq!((map.len(), map.stats().exited), (0, 1));
}

#[test]
fn its_entry_lasts_through_the_items_and_ends_with_none() {
    within_deadline(|| {
        ends_by(|map, pages| {
            for page in 0..4 {
                assert_eq!((pages.next(), map.len()), (Some(page), 1));
            }
            assert_eq!(pages.next(), None);
            assert_eq!(map.len(), 0);
            assert_eq!(pages.next(), None, "after its end it answers as it would alone");
        });
    });
}

#[test]
fn the_end_may_be_found_from_the_back_and_by_leaps() {
    ends_by(|map, pages| {
        assert_eq!((pages.next_back(), pages.nth_back(1), map.len()), (Some(3), Some(1), 1));
        assert_eq!((pages.next(), pages.next_back()), (Some(0), None));
    });
    ends_by(|map, pages| {
        assert_eq!((pages.nth(2), map.len()), (Some(2), 1));
        assert_eq!(pages.nth(2), None);
    });
    ends_by(|_, pages| assert_eq!(pages.nth_back(4), None));
    ends_by(|_, pages| assert_eq!(pages.by_ref().rev().last(), Some(0)));
}

#[test]
fn a_loop_that_ends_early_ends_the_entry_with_what_it_loops_over() {
    let map = Map::default();
    for page in pages(&map) {
        assert_eq!(map.len(), 1);
        if page == 1 {
            break;
        }
    }
    assert_eq!(map.len(), 0);
}

#[test]
fn an_iterator_that_is_dropped_unused_ends_its_entry() {
    let map = Map::default();
    drop(pages(&map));
    assert_eq!((map.len(), map.stats().exited), (0, 1));
}

#[test]
fn whatever_consumes_it_has_the_entry_until_its_last_item() {
    let map = Map::default();
    let there = |page| if map.is_empty() { 9 } else { page };
    assert_eq!(pages(&map).map(there).sum::<u32>(), 6);
    assert_eq!(pages(&map).map(there).rev().collect::<Vec<_>>(), [3, 2, 1, 0]);
    assert_eq!(pages(&map).rfold(0, |sum, page| sum + there(page)), 6);
    assert_eq!(pages(&map).filter(|&page| there(page) == page).count(), 4);
    assert_eq!(pages(&map).zip(pages(&map)).map(|(page, _)| there(page)).max(), Some(3));
    assert_eq!(pages(&map).position(|page| there(page) == 2), Some(2));
    assert_eq!((map.len(), map.stats().entered), (0, 7));
}

#[test]
fn an_item_that_panics_ends_the_entry_though_the_iterator_is_kept() {
    let map = Map::default();
    let mut items = map.enter_owned(1, ()).attach(iter::from_fn(deliberate::<Option<u8>>));
    caught(|| items.next());
    assert_eq!((map.len(), map.stats().exited_panicking), (0, 1));
}

#[test]
fn what_consumes_it_may_panic() {
    let map = Map::default();
    caught(|| pages(&map).for_each(|_| deliberate()));
    caught(|| pages(&map).rfold(0, |_, _| deliberate::<u32>()));
    assert_eq!((map.len(), map.stats().exited_panicking), (0, 2));
}

#[test]
fn an_iterator_drops_before_its_entry_ends_also_where_it_is_consumed() {
    let log = Log::default();
    let map = InflightMap::new();
    let attached = || {
        let local = log.noisy("iterator");
        map.enter(1, log.noisy("entry")).attach(iter::once(()).map(move |()| _ = local.number()))
    };
    attached().for_each(drop);
    attached().rfold((), |(), ()| ());
    drop(attached());
    assert_eq!(log.lines(), ["iterator", "entry"].repeat(3));
}

#[test]
fn an_iterator_tells_its_size() {
    fn is_fused(_: &impl iter::FusedIterator) {}

    let map = Map::default();
    let numbers = map.enter_owned(1, ()).attach(vec![1, 2, 3].into_iter());
    is_fused(&numbers);
    assert_eq!((numbers.len(), numbers.size_hint()), (3, (3, Some(3))));
    assert_eq!(numbers.as_slice(), [1, 2, 3], "what the iterator itself can do is there, too");
}
