//! How guards insert entries into a [`PendingMap`], wait for their replies, and remove them.

use super::{
    super::engine::{
        record::{Origin, Record},
        table::{MixedHash, TableSlot},
        thread_clock,
        timestamp::Timestamp,
    },
    cell::ReplyCell,
    map::PendingMap,
    shard::Reply,
};
use crate::entry::{CallSite, Closed, EntryMap, HasReplies, Occupied, Sealed, key_policy};
#[cfg(not(target_family = "wasm"))]
use core::time::Duration;
use core::{
    fmt,
    hash::{BuildHasher, Hash},
    mem,
    task::{Context, Poll},
};
use std::sync::Arc;
#[cfg(not(target_family = "wasm"))]
use std::time::Instant;

/// Identifies an entry of a [`PendingMap`], as in a `UniqueMap`, and has the cell of its reply.
#[must_use = "nothing else removes the entry"]
pub struct PendingTicket<R>(Stage<R>);

enum Stage<R> {
    Waiting {
        hash: MixedHash,
        timestamp: Timestamp,
        cell: Reply<R>,
        /// Whether the guard was polled, so that a waker may be registered.
        is_polled: bool,
    },
    /// The map was closed when the call entered: there is no entry.
    Closed,
    /// The reply was taken. The entry had been removed before.
    Over,
}

impl<R> fmt::Debug for PendingTicket<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PendingTicket").finish_non_exhaustive()
    }
}

impl<K: Eq + Hash, R, S: BuildHasher> EntryMap for PendingMap<K, R, S> {
    type Key = K;
    type KeyPolicy = key_policy::UniqueWithReply;
    type Value = ();
    type Ticket = PendingTicket<R>;

    // Not inlined: a copy in every annotated function would cost code size and gain nothing.
    #[inline(never)]
    fn remove_entry(&self, PendingTicket(stage): PendingTicket<R>) {
        let Stage::Waiting { hash, timestamp, cell, .. } = stage else { return };
        if let Some(unread) = cell.take() {
            drop(unread);
            return;
        }
        let mut locked = self.core.lock_shard(self.core.shard_of(hash.shard_number()));
        let removed = locked.contents().remove(hash, timestamp);
        if removed.is_some() {
            self.core.exit(locked);
        } else {
            // It was completed or closed meanwhile. A reply is in the cell by now, since `complete` stores it under the
            // shard's lock.
            drop(locked);
            drop(cell.take());
        }
        drop(removed);
    }
}

impl<K, R, S> Sealed for PendingMap<K, R, S> {}

impl<K: Eq + Hash, R, S: BuildHasher> HasReplies for PendingMap<K, R, S> {
    type Reply = R;

    #[inline(never)]
    fn try_insert_pending<T>(
        &self,
        key: K,
        (): (),
        at: CallSite,
        occupied: impl FnOnce(&()) -> T,
    ) -> Result<PendingTicket<R>, Occupied<K, (), T>> {
        let hash = self.hash_of(&key);
        let now = thread_clock::now();
        let cell = Arc::new(ReplyCell::new());
        // Declared last: if `Eq` or `occupied` panics, the lock is released before the key drops.
        let mut locked = self.core.lock_shard(self.core.shard_of(hash.shard_number()));
        if locked.contents().is_closed {
            drop(locked);
            // Drop before returning: rust-lang/rust#47949.
            drop(key);
            return Ok(PendingTicket(Stage::Closed));
        }
        let vacancy = match locked.contents().entry(hash, &key) {
            TableSlot::Vacant(vacancy) => vacancy,
            TableSlot::Occupied(_) => {
                drop(locked);
                return Err(Occupied { key, value: (), existing: occupied(&()) });
            }
        };
        let origin = Origin { timestamp: now, location: at.location() };
        let timestamp = vacancy.insert(hash, Record { key, value: Arc::clone(&cell), origin });
        if timestamp != now {
            thread_clock::advance_to(timestamp);
        }
        let due = locked.enter(now);
        let ticket = PendingTicket(Stage::Waiting { hash, timestamp, cell, is_polled: false });
        Ok(self.core.report_if_due(due, ticket, |ticket| self.remove_entry(ticket)))
    }

    #[inline]
    fn poll_reply(PendingTicket(stage): &mut PendingTicket<R>, context: &mut Context<'_>) -> Poll<Result<R, Closed>> {
        let polled = match stage {
            // The map has removed the entry and dropped its reference, so the end is there, and the lock is not needed:
            // `Arc::into_inner` synchronises with that drop.
            Stage::Waiting { cell, .. } if Arc::strong_count(cell) == 1 => stage.take_end(),
            Stage::Waiting { cell, is_polled: true, .. } => cell.poll(context),
            Stage::Waiting { cell, is_polled, .. } => {
                *is_polled = true;
                cell.poll_first(context)
            }
            Stage::Closed => Poll::Ready(Err(Closed)),
            Stage::Over => polled_after_the_end(),
        };
        if polled.is_ready() {
            *stage = Stage::Over;
        }
        polled
    }

    #[cfg(not(target_family = "wasm"))]
    fn wait_for_reply(
        PendingTicket(stage): &mut PendingTicket<R>,
        timeout: Option<Duration>,
    ) -> Option<Result<R, Closed>> {
        let taken = match stage {
            // A deadline that the clock cannot represent is none.
            Stage::Waiting { cell, .. } => {
                cell.wait(timeout.and_then(|timeout| Instant::now().checked_add(timeout)))?
            }
            Stage::Closed => Err(Closed),
            Stage::Over => polled_after_the_end(),
        };
        *stage = Stage::Over;
        Some(taken)
    }
}

impl<R> Stage<R> {
    /// Takes the end out of the cell, of which this is the only owner.
    #[inline]
    fn take_end(&mut self) -> Poll<Result<R, Closed>> {
        let end = match mem::replace(self, Self::Over) {
            Self::Waiting { cell, .. } => Arc::into_inner(cell).and_then(ReplyCell::into_end),
            Self::Closed | Self::Over => None,
        };
        Poll::Ready(end.unwrap_or(Err(Closed)))
    }
}

#[cold]
#[inline(never)]
fn polled_after_the_end() -> ! {
    panic!("`EntryGuard` polled after its reply was taken")
}
