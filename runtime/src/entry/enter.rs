//! Insertion into a map, by its key policy.

use super::{
    call_site::CallSite,
    key_policy::{Shared, Unique},
    map::{EntryMap, SharedKeys, UniqueKeys},
    occupied::Occupied,
};
#[cfg(feature = "pending")]
use super::{key_policy::UniqueWithReply, replies::HasReplies};

/// The bound of the functions that insert into a map with shared keys. [`Shared`] implements it for every such map.
///
/// The bound exists for its error message. A bound on [`SharedKeys`] would complain about keys even if the type is not
/// an entry map. The compiler checks this bound only after it has found the type's `KeyPolicy`.
#[diagnostic::on_unimplemented(
    message = "`{M}` has unique keys, so the call must handle an occupied key",
    label = "the key may be occupied here",
    note = "add `occupied = return …`, or `occupied = |existing| return …` to use the existing value",
    note = "in a method call, use `try_enter` instead of `enter`",
    note = "to allow several entries with the same key, use an `InflightMap`, without a lock around it"
)]
pub trait Enter<M: EntryMap + ?Sized> {
    #[doc(hidden)]
    fn enter(map: &M, key: M::Key, value: M::Value, at: CallSite) -> M::Ticket;
}

#[diagnostic::do_not_recommend]
impl<M: SharedKeys + ?Sized> Enter<M> for Shared {
    #[inline]
    fn enter(map: &M, key: M::Key, value: M::Value, at: CallSite) -> M::Ticket {
        map.insert_entry(key, value, at)
    }
}

/// The bound of the functions that insert into a map with unique keys. [`Unique`] implements it for every such map, and
/// so does the policy of a `PendingMap`.
///
/// Like [`Enter`], it exists for its error message.
#[diagnostic::on_unimplemented(
    message = "`{M}` has shared keys, so a key is never occupied",
    label = "the key is never occupied here",
    note = "remove `occupied = …`",
    note = "in a method call, use `enter` instead of `try_enter`",
    note = "to allow only one entry per key, use a `UniqueMap`"
)]
pub trait TryEnter<M: EntryMap + ?Sized> {
    #[doc(hidden)]
    fn try_enter<R>(
        map: &M,
        key: M::Key,
        value: M::Value,
        at: CallSite,
        occupied: impl FnOnce(&M::Value) -> R,
    ) -> Result<M::Ticket, Occupied<M::Key, M::Value, R>>;
}

#[diagnostic::do_not_recommend]
impl<M: UniqueKeys + ?Sized> TryEnter<M> for Unique {
    #[expect(clippy::inline_always, reason = "it only forwards to `try_insert_entry`")]
    #[inline(always)]
    fn try_enter<R>(
        map: &M,
        key: M::Key,
        value: M::Value,
        at: CallSite,
        occupied: impl FnOnce(&M::Value) -> R,
    ) -> Result<M::Ticket, Occupied<M::Key, M::Value, R>> {
        map.try_insert_entry(key, value, at, occupied)
    }
}

#[cfg(feature = "pending")]
#[diagnostic::do_not_recommend]
impl<M: HasReplies + ?Sized> TryEnter<M> for UniqueWithReply {
    #[expect(clippy::inline_always, reason = "it only forwards to `try_insert_pending`")]
    #[inline(always)]
    fn try_enter<R>(
        map: &M,
        key: M::Key,
        value: M::Value,
        at: CallSite,
        occupied: impl FnOnce(&M::Value) -> R,
    ) -> Result<M::Ticket, Occupied<M::Key, M::Value, R>> {
        map.try_insert_pending(key, value, at, occupied)
    }
}
