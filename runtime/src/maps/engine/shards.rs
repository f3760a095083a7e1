//! The books of a map: its shards, how many entries each has, and who notices when all of them together have too many.
//!
//! A counter that every call writes would be the one cache line that all cores fight for. So each shard keeps its own
//! count under its own lock. Two things take more than one's own count:
//!
//! - the limit, by *leases*: each shard may have as many entries without asking, and all leases together are no more than
//!   the limit. A call that outgrows its shard's lease takes all locks, counts, and hands out leases anew. It, and no
//!   other, can be the one that takes the map above its limit.
//! - the peak, by *looks*: now and then a call reads the counts of all shards, and until the next look its own shard
//!   takes the others' to be that.
//!
//! This file has the locks; the sums are in [`super::ledger`]. What is in a shard, and in which shard an entry goes, is
//! left to the maps.

use super::{
    ledger::{Alarm, Ledger, Page, Terms, count, lease},
    stamp::Stamp,
    sync::{AtomicUsize, Mutex, MutexGuard, Relaxed, SeqCst, fence, lock},
};
use std::{boxed::Box, vec::Vec};

pub(super) struct Books<T> {
    shards: Box<[Shard<T>]>,
    /// Locked before any page, never after one.
    ledger: Mutex<Ledger>,
    terms: Terms,
}

/// On a cache line of its own, and on a pair of them where the processor fetches pairs: a neighbour's lock would slow
/// down this one's.
#[repr(align(128))]
struct Shard<T> {
    /// Written under the lock, read without.
    len: AtomicUsize,
    page: Mutex<Page<T>>,
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
        let shard = |_| Shard { len: AtomicUsize::new(0), page: Mutex::new(Page::new(contents(), terms)) };
        Self { shards: (0..shards).map(shard).collect(), ledger: Mutex::new(Ledger::new()), terms }
    }

    pub(super) const fn shards(&self) -> usize {
        self.shards.len()
    }

    #[cfg(test)]
    pub(super) fn shard_size(&self) -> usize {
        size_of_val(&self.shards[0])
    }

    #[cfg(all(test, feature = "drained"))]
    pub(super) fn is_watched(&self) -> bool {
        self.shards.iter().any(|shard| lock(&shard.page).watched)
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

    /// Looks at one shard after the other, each under its lock, until one is found.
    pub(super) fn any(&self, mut is_one: impl FnMut(&T) -> bool) -> bool {
        self.shards.iter().any(|shard| is_one(&lock(&shard.page).contents))
    }

    pub(super) fn totals(&self) -> Totals {
        let ledger = &mut *lock(&self.ledger);
        let mut totals = Totals { excesses: ledger.excesses(), ..Totals::default() };
        for shard in &self.shards {
            let page = lock(&shard.page);
            totals.len += page.len as usize;
            totals.left += page.left;
            totals.left_panicking += page.left_panicking;
            totals.peak = totals.peak.max(page.peak);
        }
        totals.peak = totals.peak.max(ledger.peak_with(totals.len));
        totals
    }

    /// Lets the next report out.
    pub(super) fn reported(&self) {
        lock(&self.ledger).reported();
    }

    /// A report that is overdue when one has come back.
    pub(super) fn overdue(&self, now: Stamp) -> Option<Alarm> {
        lock(&self.ledger).overdue(now, self.terms)
    }

    /// What a call does that has outgrown the lease of its shard. Its entry is in there already.
    #[cold]
    #[inline(never)]
    fn settle(&self, asking: usize, now: Stamp) -> Option<Alarm> {
        let ledger = &mut *lock(&self.ledger);
        if ledger.is_in_excess() {
            let mut len = self.len();
            if ledger.is_due(now) {
                // Counts of different moments may add up to more than there ever was: that is not for a report.
                len = count(&self.all_pages());
                ledger.peak_with(len);
            }
            return ledger.notice(len, now, self.terms);
        }
        let mut pages = self.all_pages();
        let len = count(&pages);
        // Its shard need not have looked.
        ledger.peak_with(len);
        if len <= self.terms.limit {
            lease(&mut pages, self.terms.limit - len, asking);
            return None;
        }
        ledger.begin_excess(&mut pages, len);
        ledger.notice(len, now, self.terms)
    }

    /// What a call does that has left while the map was in excess or awaited: below four fifths of the limit, it is no
    /// longer in excess, and without entries it is drained, which is the answer.
    ///
    /// Two calls that leave at once cannot each miss that the other has: the ledger orders them, and each has written
    /// its shard's count before.
    #[cold]
    #[inline(never)]
    fn relax(&self) -> bool {
        let ledger = &mut *lock(&self.ledger);
        let len = self.len();
        let may_clear = ledger.is_in_excess() && self.terms.has_cleared(len);
        let may_be_drained = ledger.is_awaited() && len == 0;
        if !may_clear && !may_be_drained {
            return false;
        }
        // Counts of different moments may miss an entry that moved, and calls that wait for the ledger have their
        // entries in already.
        let mut pages = self.all_pages();
        let len = count(&pages);
        if ledger.is_in_excess() && self.terms.has_cleared(len) {
            ledger.end_excess(&mut pages);
            lease(&mut pages, self.terms.limit - len, 0);
        }
        ledger.has_drained(len)
    }

    /// From now on, until [`end_wait`](Self::end_wait), the call that leaves last is told so. Answers how many entries
    /// there are at this moment, and [how often there were none](Self::drained).
    #[cfg(feature = "drained")]
    pub(super) fn begin_wait(&self) -> (usize, u64) {
        let ledger = &mut *lock(&self.ledger);
        let mut pages = self.all_pages();
        ledger.begin_wait(&mut pages);
        (count(&pages), ledger.drained())
    }

    /// How often the map was empty while somebody waited for that.
    #[cfg(feature = "drained")]
    pub(super) fn drained(&self) -> u64 {
        lock(&self.ledger).drained()
    }

    #[cfg(feature = "drained")]
    pub(super) fn end_wait(&self) {
        let ledger = &mut *lock(&self.ledger);
        if ledger.end_wait() {
            ledger.tell(&mut self.all_pages());
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
        if now >= self.page.look_at || len >= self.page.look_with {
            self.look(now);
        }
        if len <= self.page.lease {
            return None;
        }
        let Self { books, index, page, .. } = self;
        drop(page);
        books.settle(index, now)
    }

    /// Looks what the other shards have.
    ///
    /// Of two calls that look at once, one sees the other's entry: each has written its own count before.
    #[cold]
    #[inline(never)]
    fn look(&mut self, now: Stamp) {
        fence(SeqCst);
        let len = self.books.len();
        self.page.looked(len, now);
    }

    /// Counts the entry that was taken out, and unlocks. Whether the map is empty and somebody waits for that, who is
    /// to be told by the caller.
    #[inline]
    #[must_use = "whoever waits for it would wait for ever"]
    pub(super) fn leave(mut self, panicking: bool) -> bool {
        self.page.left += 1;
        self.page.left_panicking += u64::from(panicking);
        self.write_len(self.page.len - 1);
        let Self { books, page, .. } = self;
        let watched = page.watched;
        drop(page);
        watched && books.relax()
    }

    #[inline]
    fn write_len(&mut self, len: u32) {
        self.page.len = len;
        self.shard.len.store(len as usize, Relaxed);
    }
}
