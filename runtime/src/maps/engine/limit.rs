//! The sums of a map: leases, when to look for a peak, and where an excess begins and ends. What locks them is
//! [`super::books`].

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
    /// The most entries of the whole map that calls of this shard have seen.
    pub(super) peak: usize,
    /// When it is time for another look,
    pub(super) look_at: Stamp,
    /// or with how many entries.
    pub(super) look_with: u32,
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
    /// The most entries of the whole map, as those have seen it who asked for its numbers.
    peak: usize,
    /// Set by the call that takes the map above its limit, until the map is below four fifths of it.
    excess: Option<Excess>,
    excesses: u64,
    suppressed: u64,
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
    /// What the call that began it has counted.
    len: usize,
    /// `None` until it has been reported.
    next_report: Option<Stamp>,
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
    pub(super) const fn new(contents: T, terms: Terms) -> Self {
        Self {
            contents,
            left: 0,
            left_panicking: 0,
            len: 0,
            lease: if terms.limit == usize::MAX { u32::MAX } else { 0 },
            peak: 0,
            look_at: Stamp::ZERO,
            look_with: 0,
            watched: false,
        }
    }

    /// Takes note that the map has `len` entries, and when to look again: after a millisecond, which is less than the
    /// clock's tick on most systems; with an eighth more entries here, since then there may be as many more elsewhere; or
    /// with so many that there would be a new peak if nothing has changed elsewhere.
    pub(super) fn looked(&mut self, len: usize, now: Stamp) {
        self.peak = self.peak.max(len);
        self.look_at = now + Duration::from_millis(1);
        let until_the_peak = self.len.saturating_add(narrow(self.peak - len));
        self.look_with = until_the_peak.min(self.len.saturating_add(self.len / 8)).saturating_add(1);
    }
}

impl Ledger {
    pub(super) const fn new() -> Self {
        Self {
            peak: 0,
            excess: None,
            excesses: 0,
            suppressed: 0,
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

    /// The peak, if there are `len` entries now.
    pub(super) fn peak_with(&mut self, len: usize) -> usize {
        self.peak = self.peak.max(len);
        self.peak
    }

    /// From now on each call has to ask, whatever its shard has.
    pub(super) fn begin_excess<T>(&mut self, pages: &mut [MutexGuard<'_, Page<T>>], len: usize) {
        self.excess = Some(Excess { len, next_report: None });
        self.excesses += 1;
        for page in pages {
            page.lease = 0;
            page.watched = true;
        }
    }

    /// Leases have to be handed out.
    pub(super) fn end_excess<T>(&mut self, pages: &mut [MutexGuard<'_, Page<T>>]) {
        self.excess = None;
        self.tell(pages);
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

    /// Whether a call that finds the map above its limit is to report so.
    pub(super) fn is_due(&self, now: Stamp) -> bool {
        let excess = self.excess.as_ref();
        !self.reporting && excess.is_some_and(|excess| excess.next_report.is_none_or(|next| now >= next))
    }

    /// Answers the call that is to report that the map has `len` entries.
    pub(super) fn notice(&mut self, len: usize, now: Stamp, terms: Terms) -> Option<Alarm> {
        if len <= terms.limit {
            return None;
        }
        if !self.is_due(now) {
            self.suppressed += 1;
            return None;
        }
        if let Some(excess) = &mut self.excess {
            excess.next_report = Some(now + terms.interval);
        }
        self.reporting = true;
        Some(Alarm { len, suppressed: mem::take(&mut self.suppressed) })
    }

    /// The report of an excess that began while another report was out. The call that began it is one of the suppressed.
    pub(super) fn overdue(&mut self, now: Stamp, terms: Terms) -> Option<Alarm> {
        let unreported = self.excess.as_ref().filter(|excess| excess.next_report.is_none())?;
        self.notice(unreported.len, now, terms)
    }
}

/// Waiting until the map is empty.
#[cfg(feature = "drained")]
impl Ledger {
    /// Whether somebody waits.
    pub(super) const fn is_awaited(&self) -> bool {
        self.waiting > 0
    }

    /// From now on each call that leaves looks whether it was the last one.
    pub(super) fn begin_wait<T>(&mut self, pages: &mut [MutexGuard<'_, Page<T>>]) {
        self.waiting += 1;
        self.tell(pages);
    }

    /// Whether nobody waits any more: then the pages are to be [told](Self::tell).
    pub(super) const fn end_wait(&mut self) -> bool {
        self.waiting -= 1;
        self.waiting == 0
    }

    /// How often the map was found empty while somebody waited for that.
    pub(super) const fn drained(&self) -> u64 {
        self.drained
    }

    /// Answers the call that left when there are `len` entries: whether somebody waited for it.
    pub(super) const fn has_drained(&mut self, len: usize) -> bool {
        let drained = self.is_awaited() && len == 0;
        self.drained += drained as u64;
        drained
    }
}

/// Nobody can wait.
#[cfg(not(feature = "drained"))]
#[expect(clippy::unused_self, reason = "of the same form as with the feature")]
impl Ledger {
    pub(super) const fn is_awaited(&self) -> bool {
        false
    }

    pub(super) const fn has_drained(&mut self, _: usize) -> bool {
        false
    }
}

impl Terms {
    /// Whether an excess is over with `len` entries in the map: below four fifths of the limit, or with none.
    pub(super) const fn has_cleared(self, len: usize) -> bool {
        len == 0 || len < self.limit - self.limit / 5
    }
}

/// How many entries there are at this moment.
pub(super) fn count<T>(pages: &[MutexGuard<'_, Page<T>>]) -> usize {
    pages.iter().map(|page| page.len as usize).sum()
}

/// Hands out anew what is left up to the limit: to the shard that asks half of it, and the rest to all alike.
pub(super) fn lease<T>(pages: &mut [MutexGuard<'_, Page<T>>], left: usize, asking: usize) {
    let share = left / 2 / pages.len();
    let rest = left - share * pages.len();
    for page in pages.iter_mut() {
        page.lease = page.len.saturating_add(narrow(share));
    }
    pages[asking].lease = pages[asking].lease.saturating_add(narrow(rest));
}

/// Less than there is to hand out is not wrong.
fn narrow(entries: usize) -> u32 {
    u32::try_from(entries).unwrap_or(u32::MAX)
}
