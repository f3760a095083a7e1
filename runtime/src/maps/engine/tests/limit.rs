//! The books beside a model that simply counts: random calls, one after the other, over shards of every number.
//!
//! Calls side by side are modelled in `tests/models`.

use super::{
    books::Books,
    ledger::{Alarm, Page, Terms, lease},
    live::Record,
    sharded::Contents,
    slab::Slab,
    stamp::Stamp,
    sync::{Mutex, lock},
    table::Table,
};
use core::time::Duration;
use std::vec::Vec;

/// What the books have to say, by one number for each thing.
#[derive(Default)]
struct Simple {
    len: usize,
    peak: usize,
    in_excess: bool,
    excesses: u64,
}

impl Simple {
    /// Whether the call is the one that begins an excess.
    fn enter(&mut self, limit: usize) -> bool {
        self.len += 1;
        self.peak = self.peak.max(self.len);
        let begins = self.len > limit && !self.in_excess;
        self.in_excess |= begins;
        self.excesses += u64::from(begins);
        begins
    }

    fn leave(&mut self, limit: usize) {
        self.len -= 1;
        if self.len == 0 || 5 * (self.len as u128) < 4 * (limit as u128) {
            self.in_excess = false;
        }
    }
}

/// Not random, and as good as random: numbers below `below`.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % below
    }
}

fn compare(seed: u64, shards: usize, limit: usize) {
    let mut numbers = Numbers(seed);
    let books = Books::new(shards, Terms { limit, interval: Duration::MAX }, || ());
    let mut simple = Simple::default();
    let mut entries = Vec::new();
    for call in 0..2_000 {
        // Grows and shrinks by turns, so that limits are crossed both ways.
        let rising = call / 250 % 2 == 0;
        if entries.is_empty() || numbers.below(10) < if rising { 7 } else { 3 } {
            // Half of all calls in one shard, as threads do not share a load evenly.
            let shard = if numbers.below(2) == 0 { 0 } else { numbers.below(shards) };
            let alarm = books.open(shard).enter(Stamp::ZERO);
            entries.push(shard);
            let begins = simple.enter(limit);
            assert_eq!(alarm.is_some(), begins, "call {call}: {} entries, limit {limit}", simple.len);
            if let Some(alarm) = alarm {
                assert_eq!(alarm.len, simple.len);
                books.reported();
            }
        } else {
            let shard = entries.swap_remove(numbers.below(entries.len()));
            assert!(!books.open(shard).leave(false), "nobody waits");
            simple.leave(limit);
        }
        let totals = books.totals();
        assert_eq!((books.len(), totals.len, totals.excesses), (simple.len, simple.len, simple.excesses));
        // One call after the other, each at the same moment, and asked after each call: exact.
        assert_eq!(totals.peak, simple.peak);
    }
}

#[test]
fn the_call_that_exceeds_the_limit_notices_and_no_other() {
    for seed in 0..20 {
        for shards in [1, 2, 16, 128] {
            for limit in [0, 1, 2, 7, 40, 97, usize::MAX] {
                compare(seed, shards, limit);
            }
        }
    }
}

/// All calls are made at one moment of the clock, and nobody asks while they are there.
#[test]
fn the_peak_of_a_burst_is_seen_to_an_eighth_and_one_entry_a_shard() {
    let mut numbers = Numbers(1);
    for (shards, len) in [(1, 1_000), (2, 5), (16, 3), (16, 100), (16, 1_000), (16, 50_000), (128, 50_000)] {
        let books = Books::new(shards, Terms { limit: usize::MAX, interval: Duration::MAX }, || ());
        let entries: Vec<_> = (0..len).map(|_| numbers.below(shards)).collect();
        for shard in &entries {
            assert!(books.open(*shard).enter(Stamp::ZERO).is_none());
        }
        for shard in entries {
            assert!(!books.open(shard).leave(false), "nobody waits");
        }
        let peak = books.totals().peak;
        assert!(peak <= len && len <= peak + peak / 8 + shards, "{peak} of {len} in {shards} shards");
        assert!(shards > 1 || peak == len);
    }
}

/// A map in which little happens has another clock's tick for each call.
#[test]
fn the_peak_of_a_quiet_map_is_exact() {
    let books = Books::new(16, Terms { limit: usize::MAX, interval: Duration::MAX }, || ());
    let mut now = Stamp::ZERO;
    for len in 1..100 {
        let shards: Vec<_> = (0..len).map(|entry| entry * 5 % 16).collect();
        for shard in &shards {
            now = now + Duration::from_millis(1);
            assert!(books.open(*shard).enter(now).is_none());
        }
        for shard in shards {
            assert!(!books.open(shard).leave(false), "nobody waits");
        }
        assert_eq!(books.totals().peak, len);
    }
}

/// A page of so many entries, under the terms of a limit.
fn page(len: u32) -> Page<()> {
    Page { len, ..Page::new((), Terms { limit: 100, interval: Duration::MAX }) }
}

#[test]
fn a_shard_looks_again_with_an_eighth_more_or_with_what_would_be_a_peak() {
    let mut page = page(80);
    let mut looks_with = |len| {
        page.looked(len, Stamp::ZERO);
        page.look_with
    };
    // The first number is a peak: so is one entry more.
    assert_eq!([100, 97, 90, 80].map(&mut looks_with), [81, 84, 91, 91]);
    page.len = 3;
    assert_eq!([100, 99].map(|len| (page.looked(len, Stamp::ZERO), page.look_with).1), [4, 4]);
}

/// Else each call would ask.
#[test]
fn what_is_left_is_leased_to_all_and_half_of_it_to_the_one_who_asks() {
    let shards = [0, 3, 5].map(|len| Mutex::new(page(len)));
    let leases = |left, asking| {
        let mut pages = shards.each_ref().map(lock);
        lease(&mut pages, left, asking);
        pages.each_ref().map(|page| page.lease)
    };
    assert_eq!(leases(19, 1), [3, 3 + 3 + 10, 5 + 3]);
    assert_eq!(leases(1, 0), [1, 3, 5]);
}

/// A shard that has as many entries as when it last looked does not look; a call that outgrows its lease counts all the
/// same.
#[test]
fn what_a_call_has_counted_above_the_limit_is_in_the_peak() {
    let books = Books::new(2, Terms { limit: 4, interval: Duration::MAX }, || ());
    let enter = |shard| said(books.open(shard).enter(Stamp::ZERO));
    let leave = |shard| assert!(!books.open(shard).leave(false), "nobody waits");
    assert_eq!([0, 0].map(enter), [None, None]);
    [0, 0].into_iter().for_each(leave);
    assert_eq!([1, 1, 1, 0, 0].map(enter), [None, None, None, None, Some((5, 0))]);
    [0, 0, 1, 1, 1].into_iter().for_each(leave);
    let totals = books.totals();
    assert_eq!((totals.excesses, totals.peak), (1, 5));
}

/// Books with a limit of one, and a clock that the test sets.
fn strict() -> Books<()> {
    Books::new(2, Terms { limit: 1, interval: Duration::from_millis(10) }, || ())
}

fn at(milliseconds: u64) -> Stamp {
    Stamp::ZERO + Duration::from_millis(milliseconds)
}

/// What the report has to say, if there is one: length, suppressed.
fn said(alarm: Option<Alarm>) -> Option<(usize, u64)> {
    alarm.map(|alarm| (alarm.len, alarm.suppressed))
}

#[test]
fn a_report_is_made_once_an_interval_and_says_how_many_were_not() {
    let books = strict();
    let enter = |milliseconds| {
        let report = said(books.open(0).enter(at(milliseconds)));
        books.reported();
        report
    };
    let reports = [0, 0, 3, 9, 10, 19, 25].map(enter);
    assert_eq!(reports, [None, Some((2, 0)), None, None, Some((5, 2)), None, Some((7, 1))]);
}

#[test]
fn what_was_suppressed_in_an_excess_is_told_with_the_next_one() {
    let books = strict();
    let enter = || {
        let report = said(books.open(0).enter(at(0)));
        books.reported();
        report
    };
    assert_eq!([enter(), enter(), enter(), enter()], [None, Some((2, 0)), None, None]);
    for _ in 0..4 {
        assert!(!books.open(0).leave(false), "nobody waits");
    }
    assert_eq!([enter(), enter(), enter()], [None, Some((2, 2)), None]);
    assert_eq!(books.totals().excesses, 2);
}

#[test]
fn an_excess_that_begins_during_a_report_is_reported_when_that_is_back() {
    let books = strict();
    let enter = || said(books.open(1).enter(at(0)));
    assert_eq!([enter(), enter()], [None, Some((2, 0))]);
    // The report is out.
    assert_eq!(said(books.overdue(at(0))), None);
    for _ in 0..2 {
        assert!(!books.open(1).leave(false), "nobody waits");
    }
    assert_eq!([enter(), enter(), enter()], [None, None, None]);
    books.reported();
    assert_eq!(said(books.overdue(at(0))), Some((2, 2)));
    books.reported();
    assert_eq!(said(books.overdue(at(0))), None);
}

/// Nor is it lost: it counts, and the next report tells of its calls.
#[test]
fn an_excess_that_is_over_when_the_report_is_back_is_counted_and_not_reported() {
    let books = strict();
    let enter = || said(books.open(1).enter(at(0)));
    let leave = || assert!(!books.open(1).leave(false), "nobody waits");
    assert_eq!([enter(), enter()], [None, Some((2, 0))]);
    // The report is out.
    leave();
    leave();
    assert_eq!([enter(), enter()], [None, None]);
    leave();
    leave();
    books.reported();
    assert_eq!(said(books.overdue(at(0))), None);
    assert_eq!(books.totals().excesses, 2);
    assert_eq!([enter(), enter()], [None, Some((2, 1))]);
}

#[cfg(feature = "drained")]
#[test]
fn a_call_that_leaves_looks_who_waits_only_while_somebody_does() {
    let books = Books::new(2, Terms { limit: usize::MAX, interval: Duration::MAX }, || ());
    let enter = || assert!(books.open(1).enter(Stamp::ZERO).is_none());
    enter();
    assert!(!books.is_watched());
    assert_eq!([books.begin_wait(), books.begin_wait()], [(1, 0), (1, 0)]);
    assert!(books.is_watched());
    books.end_wait();
    assert!(books.is_watched(), "one waits still");
    assert!(books.open(1).leave(false));
    assert_eq!(books.drained(), 1);
    books.end_wait();
    assert!(!books.is_watched());
    enter();
    assert!(!books.open(1).leave(false));
    assert_eq!((books.drained(), books.begin_wait()), (1, (0, 1)));
}

/// Those that a panic unwound are told from the rest.
#[test]
fn what_has_left_is_counted() {
    let books = Books::new(2, Terms { limit: usize::MAX, interval: Duration::MAX }, || ());
    for panicking in [false, true, false, true, true] {
        assert!(books.open(0).enter(Stamp::ZERO).is_none() && books.open(1).enter(Stamp::ZERO).is_none());
        assert!(!books.open(0).leave(panicking) && !books.open(1).leave(false));
    }
    let totals = books.totals();
    assert_eq!((totals.len, totals.left, totals.left_panicking), (0, 10, 3));
}

fn shard_size<T>(contents: impl Fn() -> T) -> usize {
    Books::new(1, Terms { limit: 1, interval: Duration::ZERO }, contents).shard_size()
}

/// A shard that had one field more would take twice the memory.
#[test]
fn a_shard_of_either_map_fits_into_two_cache_lines() {
    assert_eq!(shard_size(Slab::<Record<u64, ()>>::new), 128);
    assert_eq!(shard_size(Table::<u64, ()>::new), 128);
}
