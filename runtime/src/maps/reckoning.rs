//! The books beside a model that simply counts: random calls, one after the other, over shards of every number.
//!
//! Calls side by side are modelled in `tests/models`.

use super::{books::Books, ledger::Terms, stamp::Stamp};
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
        if 5 * (self.len as u128) < 4 * (limit as u128) {
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
        let most = simple.peak + simple.peak / 8;
        assert!((simple.peak..=most).contains(&totals.peak), "{} is not {} to {most}", totals.peak, simple.peak);
    }
}

#[test]
fn the_call_that_exceeds_the_limit_notices_and_no_other_and_the_peak_is_as_exact_as_documented() {
    for seed in 0..20 {
        for shards in [1, 2, 16, 128] {
            for limit in [0, 1, 2, 7, 40, 97, usize::MAX] {
                compare(seed, shards, limit);
            }
        }
    }
}

#[test]
fn a_peak_below_eight_is_exact_whatever_the_shards() {
    let books = Books::new(16, Terms { limit: usize::MAX, interval: Duration::MAX }, || ());
    for len in 1..8 {
        let shards: Vec<_> = (0..len).map(|entry| entry * 5 % 16).collect();
        for shard in &shards {
            assert!(books.open(*shard).enter(Stamp::ZERO).is_none());
        }
        for shard in shards {
            assert!(!books.open(shard).leave(false), "nobody waits");
        }
        assert_eq!(books.totals().peak, len);
    }
}
