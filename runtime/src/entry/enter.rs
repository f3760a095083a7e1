//! The two ways into a map, chosen by its key policy.

use super::{
    call_site::CallSite,
    key_policy::{Shared, Unique},
    map::{EntryMap, SharedKeys, UniqueKeys},
    occupied::Occupied,
};

/// The bound of every way into a map with shared keys, for the sake of its message.
///
/// A bound on [`SharedKeys`] would complain about keys even if the type is not an entry map at all. The compiler reaches
/// this one only after it has found the type's `KeyPolicy`.
#[diagnostic::on_unimplemented(
    message = "`{M}` holds one entry per key, so the call has to say what it does when its key is taken",
    label = "a call may find its key occupied here",
    note = "add `occupied = return …`, or `occupied = |existing| …` to look at the value that is there; from code, call `try_enter`",
    note = "`InflightMap` lets several calls hold the same key, in no lock of yours: it has its own"
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

/// The bound of every way into a map with unique keys, for the sake of its message, as [`Enter`].
#[diagnostic::on_unimplemented(
    message = "a key of `{M}` is never occupied: several calls may hold the same key",
    label = "never finds its key taken",
    note = "remove `occupied = …`; from code, call `enter`",
    note = "`UniqueMap` holds one entry per key"
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
    #[expect(clippy::inline_always, reason = "it is no more than its call")]
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
