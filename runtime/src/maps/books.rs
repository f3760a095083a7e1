//! The books of a map: its shards, how many entries each has, and who notices when all of them together have too many.
//!
//! A counter that every call writes would be the one cache line that all cores fight for. So each shard keeps its own
//! count under its own lock, and a *lease*: as many entries as it may have without asking. The leases together never
//! exceed what the map has seen, nor its limit; a call that outgrows its shard's lease takes all locks, counts, and
//! hands out leases anew. That call, and no other, can be the one that takes the map above its limit or to a new peak.
//!
//! What is in a shard, and in which shard an entry goes, is left to the maps.

use super::{
    stamp::Stamp,
    sync::{AtomicUsize, Mutex, MutexGuard, Relaxed, lock},
};
use core::{mem, time::Duration};
use std::{boxed::Box, vec::Vec};

pub(super) struct Books<T> {
    shards: Box<[Shard<T>]>,
    ledger: Mutex<Ledger>,
    terms: Terms,
}

/// What a map is told about its limit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Terms {
    /// More entries than this are an excess; `usize::MAX` for no limit.
    pub(super) limit: usize,
    /// The least time between two reports of one excess.
    pub(super) interval: Duration,
}

/// On a cache line of its own, and on a pair of them where the processor fetches pairs: a neighbour's lock would slow
/// down this one's.
#[repr(align(128))]
struct Shard<T> {
    /// Written under the lock, read without.
    len: AtomicUsize,
    page: Mutex<Page<T>>,
}

struct Page<T> {
    contents: T,
    left: u64,
    left_panicking: u64,
    // Narrow, as places in a shard are, so that all of it fits into two cache lines.
    len: u32,
    /// How many entries the shard may have without asking. None in an excess.
    lease: u32,
    /// The most entries that it had since leases were last handed out: at most the lease, for what is more is counted
    /// with all other shards' entries.
    high: u32,
    /// Whether the map is in excess: leaving then looks whether that is over.
    excess: bool,
}

/// Locked before any page, never after one.
struct Ledger {
    /// The peak up to when leases were last handed out.
    peak: usize,
    /// What all leases together do not exceed.
    ceiling: usize,
    /// Set by the call that takes the map above its limit, until the map is below four fifths of it.
    excess: Option<Excess>,
    excesses: u64,
    /// A report is out: until it is back there is no other, or a callback that uses the map would call itself.
    reporting: bool,
}

struct Excess {
    next_report: Stamp,
    suppressed: u64,
}

/// That a call found the map above its limit, and that it is the one to report so.
#[derive(Debug)]
#[must_use = "until it is reported, nothing else is"]
pub(super) struct Alarm {
    pub(super) len: usize,
    /// Calls above the limit since the last report, which made none.
    pub(super) suppressed: u64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Totals {
    pub(super) len: usize,
    pub(super) left: u64,
    pub(super) left_panicking: u64,
    pub(super) peak: usize,
    pub(super) excesses: u64,
}

impl<T> Books<T> {
    pub(super) fn new(shards: usize, terms: Terms, contents: impl Fn() -> T) -> Self {
        let shard = |_| Shard { len: AtomicUsize::new(0), page: Mutex::new(Page::new(contents())) };
        Self { shards: (0..shards).map(shard).collect(), ledger: Mutex::new(Ledger::new()), terms }
    }

    pub(super) const fn shards(&self) -> usize {
        self.shards.len()
    }

    /// Takes no lock. Exact while nobody enters or leaves; otherwise each shard's count is of a moment of its own.
    #[inline]
    pub(super) fn len(&self) -> usize {
        self.shards.iter().map(|shard| shard.len.load(Relaxed)).sum()
    }

    /// Locks one shard.
    #[inline]
    pub(super) fn open(&self, shard: usize) -> Open<'_, T> {
        let own = &self.shards[shard];
        Open { books: self, shard: own, index: shard, page: lock(&own.page) }
    }

    /// Looks at one shard after the other, each under its lock.
    pub(super) fn each(&self, mut look: impl FnMut(&T)) {
        for shard in &self.shards {
            look(&lock(&shard.page).contents);
        }
    }

    pub(super) fn totals(&self) -> Totals {
        let ledger = lock(&self.ledger);
        let mut totals = Totals { excesses: ledger.excesses, ..Totals::default() };
        let mut high = 0;
        for shard in &self.shards {
            let page = lock(&shard.page);
            totals.len += page.len as usize;
            totals.left += page.left;
            totals.left_panicking += page.left_panicking;
            high += page.high as usize;
        }
        totals.peak = ledger.peak.max(high);
        totals
    }

    /// Lets the next report out.
    pub(super) fn reported(&self) {
        lock(&self.ledger).reporting = false;
    }

    /// What a call does that has outgrown the lease of its shard. Its entry is in there already.
    #[cold]
    #[inline(never)]
    fn settle(&self, asking: usize, now: Stamp) -> Option<Alarm> {
        let ledger = &mut *lock(&self.ledger);
        if ledger.excess.is_some() {
            let mut len = self.len();
            if len > ledger.peak {
                // Counts of different moments may add up to more than there ever was.
                len = self.all_pages().iter().map(|page| page.len as usize).sum();
                ledger.peak = ledger.peak.max(len);
            }
            return ledger.notice(len, now, self.terms);
        }
        let mut pages = self.all_pages();
        let len = ledger.count(&mut pages);
        if len <= self.terms.limit {
            ledger.lease(len, &mut pages, asking, self.terms.limit);
            return None;
        }
        for page in &mut pages {
            // Whatever it has, it has to ask.
            page.high = 0;
            page.lease = 0;
            page.excess = true;
        }
        drop(pages);
        ledger.excess = Some(Excess { next_report: now, suppressed: 0 });
        ledger.excesses += 1;
        ledger.notice(len, now, self.terms)
    }

    /// What a call does that has left while the map was in excess: below four fifths of the limit, it no longer is.
    ///
    /// Two calls that leave at once cannot each miss that the other has: the ledger orders them, and each has written
    /// its shard's count before.
    #[cold]
    #[inline(never)]
    fn relax(&self) {
        let ledger = &mut *lock(&self.ledger);
        if ledger.excess.is_none() || !self.terms.has_cleared(self.len()) {
            return;
        }
        let mut pages = self.all_pages();
        let len = ledger.count(&mut pages);
        // Calls that wait for the ledger to say that they are above the limit again have their entries in.
        if self.terms.has_cleared(len) {
            ledger.excess = None;
            for page in &mut pages {
                page.excess = false;
            }
            ledger.lease(len, &mut pages, 0, self.terms.limit);
        }
    }

    /// All pages at once, for a count of one moment. The caller holds the ledger, or two calls would each wait for the
    /// other.
    fn all_pages(&self) -> Vec<MutexGuard<'_, Page<T>>> {
        self.shards.iter().map(|shard| lock(&shard.page)).collect()
    }
}

/// One shard, locked.
pub(super) struct Open<'a, T> {
    books: &'a Books<T>,
    shard: &'a Shard<T>,
    index: usize,
    page: MutexGuard<'a, Page<T>>,
}

impl<T> Open<'_, T> {
    #[inline]
    pub(super) fn contents(&mut self) -> &mut T {
        &mut self.page.contents
    }

    /// Counts the entry that was put in, and unlocks.
    #[inline]
    pub(super) fn enter(mut self, now: Stamp) -> Option<Alarm> {
        let len = self.page.len + 1;
        self.write_len(len);
        // Most of the time there were as many before: one comparison is all.
        if len > self.page.high {
            if len > self.page.lease {
                let Self { books, index, page, .. } = self;
                drop(page);
                return books.settle(index, now);
            }
            self.page.high = len;
        }
        None
    }

    /// Counts the entry that was taken out, and unlocks.
    #[inline]
    pub(super) fn leave(mut self, panicking: bool) {
        self.page.left += 1;
        self.page.left_panicking += u64::from(panicking);
        self.write_len(self.page.len - 1);
        let Self { books, page, .. } = self;
        let excess = page.excess;
        drop(page);
        if excess {
            books.relax();
        }
    }

    #[inline]
    fn write_len(&mut self, len: u32) {
        self.page.len = len;
        self.shard.len.store(len as usize, Relaxed);
    }
}

impl<T> Page<T> {
    const fn new(contents: T) -> Self {
        Self { contents, len: 0, left: 0, left_panicking: 0, lease: 0, high: 0, excess: false }
    }
}

impl Ledger {
    const fn new() -> Self {
        Self { peak: 0, ceiling: 0, excess: None, excesses: 0, reporting: false }
    }

    /// How many entries there are at this moment. It begins a new span for the shards' own peaks.
    fn count<T>(&mut self, pages: &mut [MutexGuard<'_, Page<T>>]) -> usize {
        let len = pages.iter().map(|page| page.len as usize).sum();
        let high = pages.iter().map(|page| page.high as usize).sum();
        self.peak = self.peak.max(high).max(len);
        for page in pages {
            page.high = page.len;
        }
        len
    }

    /// Hands out anew what the map may have: to the shard that asks half of it, and the rest to all alike.
    ///
    /// An eighth more than there ever was, so that a map which grows by one entry a call does not count each time. The
    /// peak is what that makes it: at most an eighth too high.
    fn lease<T>(&mut self, len: usize, pages: &mut [MutexGuard<'_, Page<T>>], asking: usize, limit: usize) {
        if self.ceiling < len + len / 16 {
            self.ceiling = len + len / 8;
        }
        let headroom = self.ceiling.min(limit) - len;
        let share = headroom / 2 / pages.len();
        for page in pages.iter_mut() {
            page.lease = page.len.saturating_add(narrow(share));
        }
        let rest = headroom - share * pages.len();
        pages[asking].lease = pages[asking].lease.saturating_add(narrow(rest));
    }

    /// Answers the call that is to report that the map has `len` entries.
    fn notice(&mut self, len: usize, now: Stamp, terms: Terms) -> Option<Alarm> {
        let excess = self.excess.as_mut()?;
        if len <= terms.limit {
            return None;
        }
        if self.reporting || now < excess.next_report {
            excess.suppressed += 1;
            return None;
        }
        self.reporting = true;
        excess.next_report = now + terms.interval;
        Some(Alarm { len, suppressed: mem::take(&mut excess.suppressed) })
    }
}

impl Terms {
    /// Whether an excess is over with `len` entries in the map: below four fifths of the limit.
    const fn has_cleared(self, len: usize) -> bool {
        len < self.limit - self.limit / 5
    }
}

/// Less than there is to hand out is not wrong.
fn narrow(entries: usize) -> u32 {
    u32::try_from(entries).unwrap_or(u32::MAX)
}
