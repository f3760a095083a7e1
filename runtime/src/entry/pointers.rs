//! Entry maps behind a pointer: `map = self.inflight` works whether the field is the map, an `Arc` of it or a reference
//! to it.

#[cfg(feature = "pending")]
use super::replies::{Closed, HasReplies, Sealed};
use super::{
    call_site::CallSite,
    map::{EntryMap, SharedKeys, UniqueKeys},
    occupied::Occupied,
};
#[cfg(target_has_atomic = "ptr")]
use alloc::sync::Arc;
use alloc::{boxed::Box, rc::Rc};
#[cfg(feature = "pending")]
use core::task::{Context, Poll};
#[cfg(all(feature = "pending", not(target_family = "wasm")))]
use core::time::Duration;

macro_rules! forward {
    ($($(#[$cfg:meta])* [$($generics:tt)*] $pointer:ty),* $(,)?) => {$(
        $(#[$cfg])*
        impl<$($generics)*> EntryMap for $pointer
        where
            M: EntryMap,
        {
            type Key = M::Key;
            type KeyPolicy = M::KeyPolicy;
            type Value = M::Value;
            type Ticket = M::Ticket;

            #[inline]
            fn remove_entry(&self, ticket: Self::Ticket) {
                (**self).remove_entry(ticket);
            }
        }

        $(#[$cfg])*
        impl<$($generics)*> SharedKeys for $pointer
        where
            M: SharedKeys,
        {
            #[inline]
            fn insert_entry(&self, key: Self::Key, value: Self::Value, at: CallSite) -> Self::Ticket {
                (**self).insert_entry(key, value, at)
            }
        }

        $(#[$cfg])*
        impl<$($generics)*> UniqueKeys for $pointer
        where
            M: UniqueKeys,
        {
            // It only forwards the call.
            #[inline(always)]
            fn try_insert_entry<R>(
                &self,
                key: Self::Key,
                value: Self::Value,
                at: CallSite,
                occupied: impl FnOnce(&Self::Value) -> R,
            ) -> Result<Self::Ticket, Occupied<Self::Key, Self::Value, R>> {
                (**self).try_insert_entry(key, value, at, occupied)
            }
        }

        #[cfg(feature = "pending")]
        $(#[$cfg])*
        impl<$($generics)*> Sealed for $pointer where M: Sealed {}

        #[cfg(feature = "pending")]
        $(#[$cfg])*
        impl<$($generics)*> HasReplies for $pointer
        where
            M: HasReplies,
        {
            type Reply = M::Reply;

            // It only forwards the call.
            #[inline(always)]
            fn try_insert_pending<T>(
                &self,
                key: Self::Key,
                value: Self::Value,
                at: CallSite,
                occupied: impl FnOnce(&Self::Value) -> T,
            ) -> Result<Self::Ticket, Occupied<Self::Key, Self::Value, T>> {
                (**self).try_insert_pending(key, value, at, occupied)
            }

            #[inline]
            fn poll_reply(ticket: &mut Self::Ticket, context: &mut Context<'_>) -> Poll<Result<Self::Reply, Closed>> {
                M::poll_reply(ticket, context)
            }

            #[cfg(not(target_family = "wasm"))]
            #[inline]
            fn wait_for_reply(
                ticket: &mut Self::Ticket,
                timeout: Option<Duration>,
            ) -> Option<Result<Self::Reply, Closed>> {
                M::wait_for_reply(ticket, timeout)
            }
        }
    )*};
}

forward! {
    [M: ?Sized] &M,
    #[cfg(target_has_atomic = "ptr")]
    [M: ?Sized] Arc<M>,
    [M: ?Sized] Rc<M>,
    [M: ?Sized] Box<M>,
    #[cfg(feature = "std")]
    [M, F: FnOnce() -> M] std::sync::LazyLock<M, F>,
}
