//! Whether several entries of a map may have the same key: what [`EntryMap::Keys`] names.

use crate::{CallSite, EntryMap, Occupied, SharedKeys, UniqueKeys};

/// Several entries may have the same key; a call is never refused.
#[derive(Clone, Copy, Debug)]
pub enum Shared {}

/// One entry per key; a call whose key is taken has to say what it does instead.
#[derive(Clone, Copy, Debug)]
pub enum Unique {}

/// What a map with shared keys can do: the bound of every way into one, for the sake of its message.
///
/// A bound on [`SharedKeys`] would speak of keys even where the type is no entry map at all: this one cannot be asked
/// before the type has `Keys`.
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

/// What a map with unique keys can do, for the sake of its message like [`Enter`].
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
