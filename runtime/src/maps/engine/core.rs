//! The common part of all maps: their settings, their shards, and reports of an excess. The queries over all shards are
//! in [`super::queries`].

#[cfg(feature = "drained")]
use super::drained::Waiters;
use super::{
    super::Excess,
    limit::DueReport,
    record::Record,
    settings::Settings,
    shards::{LockedShard, Shards},
    sync::OnceLock,
    thread_clock,
};
use core::panic::{RefUnwindSafe, UnwindSafe};
use scopeguard::ScopeGuard;
use std::{borrow::Cow, thread::panicking};

/// The contents of a shard: a collection of records, in parts of at most some thousand.
///
/// A query reads one part after another, and unlocks the shard in between. So a record must stay in its part, or the
/// [layout](Self::layout) must change.
pub(crate) trait Contents {
    type Key;
    type Value;

    /// Whether the records of a part are in the order of their ages, oldest first.
    const OLDEST_FIRST: bool = false;

    fn new() -> Self;

    /// Returns the number of parts.
    fn parts(&self) -> usize;

    fn part(&self, number: usize) -> impl Iterator<Item = Record<&Self::Key, &Self::Value>>;

    /// Returns a number that changes if records move from one part to another. If they do, the timestamps of all
    /// records of the shard must differ, since a query finds out by these which records it has read twice.
    fn layout(&self) -> u64 {
        0
    }
}

pub(crate) struct MapCore<C> {
    pub(super) settings: Settings,
    /// Created by the first call that inserts an entry, so that an empty map can initialise a `static`.
    pub(super) shards: OnceLock<Shards<C>>,
    #[cfg(feature = "drained")]
    pub(super) waiters: Waiters,
}

// As for `std::sync::Mutex`: the map is consistent after any panic, even one of the callback. The callback itself need
// not be unwind safe; its own state is up to its author.
impl<C> UnwindSafe for MapCore<C> {}
impl<C> RefUnwindSafe for MapCore<C> {}

impl<C> MapCore<C> {
    pub(crate) const fn new(settings: Settings) -> Self {
        Self {
            settings,
            shards: OnceLock::new(),
            #[cfg(feature = "drained")]
            waiters: Waiters::new(),
        }
    }

    pub(crate) fn name(&self) -> Option<&str> {
        self.settings.name.as_deref()
    }

    #[inline]
    pub(crate) fn len(&self) -> usize {
        self.shards.get().map_or(0, Shards::len)
    }
}

impl<C: Contents> MapCore<C> {
    #[inline]
    fn shards(&self) -> &Shards<C> {
        self.shards.get_or_init(|| self.make_shards())
    }

    #[cold]
    fn make_shards(&self) -> Shards<C> {
        Shards::new(self.settings.shards(), self.settings.limit_config, C::new)
    }

    /// Returns the index of the shard for `number`: the slot of a thread, or bits of a hash, less than `THREAD_SLOTS`.
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "the result is at most `number`")]
    pub(crate) fn shard_of(&self, number: u8) -> u8 {
        (usize::from(number) & (self.shards().count() - 1)) as u8
    }

    #[inline]
    pub(crate) fn lock_shard(&self, shard: u8) -> LockedShard<'_, C> {
        self.shards().lock_shard(usize::from(shard))
    }

    /// Counts the entry that was removed from the shard, unlocks it, and wakes the callers that wait for an empty map.
    #[inline]
    #[cfg_attr(
        not(feature = "drained"),
        expect(clippy::unused_self, reason = "without the feature no caller can wait")
    )]
    pub(crate) fn exit(&self, shard: LockedShard<'_, C>) {
        let is_awaited = shard.exit(panicking());
        #[cfg(feature = "drained")]
        if is_awaited {
            self.waiters.wake();
        }
        #[cfg(not(feature = "drained"))]
        let _ = is_awaited;
    }

    /// Reports an excess if the call of `ticket` is the one to report it. If the callback panics, removes the call's
    /// entry.
    #[inline]
    pub(crate) fn report_if_due<T>(&self, due: Option<DueReport>, ticket: T, remove: impl FnOnce(T)) -> T {
        let Some(due) = due else { return ticket };
        let entry = scopeguard::guard(ticket, remove);
        self.report(&due);
        ScopeGuard::into_inner(entry)
    }

    #[cold]
    #[inline(never)]
    fn report(&self, due: &DueReport) {
        let _finish = scopeguard::guard(self.shards(), Shards::report_finished);
        let on_excess = self.settings.on_excess.as_ref();
        if on_excess.is_none() && !cfg!(feature = "tracing") {
            return;
        }
        // The reporting call has an entry, so an oldest one exists.
        let (Some(limit), Some(oldest)) = (self.settings.limit(), self.oldest_origin()) else { return };
        let excess = Excess {
            name: self.name().map(Cow::Borrowed),
            len: due.len,
            limit,
            suppressed: due.suppressed,
            oldest_age: thread_clock::now().since(oldest.timestamp),
            oldest_location: oldest.location,
        };
        #[cfg(feature = "tracing")]
        crate::observe::tracing::emit(&excess);
        if let Some(on_excess) = on_excess {
            on_excess(&excess);
        }
    }
}
