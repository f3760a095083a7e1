//! The sums of a map: peak, leases, and where an excess begins and ends. What locks them is [`super::books`].

use super::{stamp::Stamp, sync::MutexGuard};
use core::{mem, time::Duration};

/// What one shard has, and what it may.
pub(super) struct Page<T> {
    pub(super) contents: T,
    pub(super) left: u64,
    pub(super) left_panicking: u64,
    // Narrow, as places in a shard are, so that all of it fits into two cache lines.
    pub(super) len: u32,
    /// How many entries the shard may have without asking. None in an excess.
    pub(super) lease: u32,
    /// The most entries that it had since leases were last handed out: at most the lease, for what is more is counted
    /// with all other shards' entries.
    pub(super) high: u32,
    /// Whether the map is in excess, or somebody waits until it is empty: leaving then looks whether that is over.
    pub(super) watched: bool,
}

/// What a map is told about its limit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Terms {
    /// More entries than this are an excess; `usize::MAX` for no limit.
    pub(super) limit: usize,
    /// The least time between two reports of one excess.
    pub(super) interval: Duration,
}

/// What goes for all shards together.
pub(super) struct Ledger {
    /// The peak up to when leases were last handed out.
    peak: usize,
    /// What all leases together do not exceed.
    ceiling: usize,
    /// Set by the call that takes the map above its limit, until the map is below four fifths of it.
    excess: Option<Excess>,
    excesses: u64,
    /// How many wait until the map is empty.
    #[cfg(feature = "drained")]
    waiting: usize,
    /// How often the map was found empty while somebody waited for that.
    #[cfg(feature = "drained")]
    drained: u64,
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

impl<T> Page<T> {
    pub(super) const fn new(contents: T) -> Self {
        Self { contents, len: 0, left: 0, left_panicking: 0, lease: 0, high: 0, watched: false }
    }
}

impl Ledger {
    pub(super) const fn new() -> Self {
        Self {
            peak: 0,
            ceiling: 0,
            excess: None,
            excesses: 0,
            #[cfg(feature = "drained")]
            waiting: 0,
            #[cfg(feature = "drained")]
            drained: 0,
            reporting: false,
        }
    }

    pub(super) const fn is_in_excess(&self) -> bool {
        self.excess.is_some()
    }

    pub(super) const fn excesses(&self) -> u64 {
        self.excesses
    }

    /// Without what the shards have had since leases were last handed out.
    pub(super) const fn peak(&self) -> usize {
        self.peak
    }

    /// How many entries there are at this moment, which may be a new peak.
    pub(super) fn count<T>(&mut self, pages: &[MutexGuard<'_, Page<T>>]) -> usize {
        let len = pages.iter().map(|page| page.len as usize).sum();
        let high = pages.iter().map(|page| page.high as usize).sum();
        self.peak = self.peak.max(high).max(len);
        len
    }

    /// Hands out anew what the map with its `len` entries may have: to the shard that asks half of it, and the rest to
    /// all alike. They have been counted.
    ///
    /// An eighth more than there ever was, so that a map which grows by one entry a call does not count each time. The
    /// peak is what that makes it: at most an eighth too high.
    pub(super) fn lease<T>(&mut self, pages: &mut [MutexGuard<'_, Page<T>>], len: usize, asking: usize, limit: usize) {
        if self.ceiling < len + len / 16 {
            self.ceiling = len + len / 8;
        }
        let headroom = self.ceiling.min(limit) - len;
        let share = headroom / 2 / pages.len();
        let rest = headroom - share * pages.len();
        for page in pages.iter_mut() {
            page.high = page.len;
            page.lease = page.len.saturating_add(narrow(share));
        }
        pages[asking].lease = pages[asking].lease.saturating_add(narrow(rest));
    }

    #[cfg(feature = "drained")]
    pub(super) const fn drained(&self) -> u64 {
        self.drained
    }

    /// Answers the call that left when there are `len` entries: whether somebody waited for it.
    #[cfg(feature = "drained")]
    pub(super) const fn has_drained(&mut self, len: usize) -> bool {
        let drained = self.is_awaited() && len == 0;
        self.drained += drained as u64;
        drained
    }

    #[cfg(not(feature = "drained"))]
    #[expect(clippy::unused_self, reason = "of the same form as with the feature")]
    pub(super) const fn has_drained(&mut self, _: usize) -> bool {
        false
    }

    /// From now on each call has to ask, whatever its shard has.
    pub(super) fn begin_excess<T>(&mut self, pages: &mut [MutexGuard<'_, Page<T>>], now: Stamp) {
        self.excess = Some(Excess { next_report: now, suppressed: 0 });
        self.excesses += 1;
        for page in pages {
            page.high = 0;
            page.lease = 0;
            page.watched = true;
        }
    }

    pub(super) fn end_excess<T>(&mut self, pages: &mut [MutexGuard<'_, Page<T>>], len: usize, limit: usize) {
        self.excess = None;
        self.tell(pages);
        self.lease(pages, len, 0, limit);
    }

    /// Whether somebody waits until the map is empty.
    #[cfg(feature = "drained")]
    pub(super) const fn is_awaited(&self) -> bool {
        self.waiting > 0
    }

    #[cfg(not(feature = "drained"))]
    #[expect(clippy::unused_self, reason = "of the same form as with the feature")]
    pub(super) const fn is_awaited(&self) -> bool {
        false
    }

    /// From now on each call that leaves looks whether it was the last one.
    #[cfg(feature = "drained")]
    pub(super) fn begin_wait<T>(&mut self, pages: &mut [MutexGuard<'_, Page<T>>]) {
        self.waiting += 1;
        self.tell(pages);
    }

    /// Whether nobody waits any more: then the pages are to be [told](Self::tell).
    #[cfg(feature = "drained")]
    pub(super) fn end_wait(&mut self) -> bool {
        self.waiting -= 1;
        self.waiting == 0
    }

    /// Writes to each page whether calls that leave it have something to look for.
    pub(super) fn tell<T>(&self, pages: &mut [MutexGuard<'_, Page<T>>]) {
        let watched = self.is_in_excess() || self.is_awaited();
        for page in pages {
            page.watched = watched;
        }
    }

    /// Lets the next report out.
    pub(super) fn reported(&mut self) {
        self.reporting = false;
    }

    /// Answers the call that is to report that the map has `len` entries.
    pub(super) fn notice(&mut self, len: usize, now: Stamp, terms: Terms) -> Option<Alarm> {
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
    pub(super) const fn has_cleared(self, len: usize) -> bool {
        len < self.limit - self.limit / 5
    }
}

/// Less than there is to hand out is not wrong.
fn narrow(entries: usize) -> u32 {
    u32::try_from(entries).unwrap_or(u32::MAX)
}
