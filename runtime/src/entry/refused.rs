//! Types that are often given as a map and are none. Each is rejected with a reason of its own.
//!
//! A reason, such as [`NoLock`], is an entry map on condition that the refused type has a property, [`HasALock`], which it does
//! not have. `&RefCell<…>` is a [`AsMap`](super::as_map::AsMap) whose map is `NoLock<RefCell<…>>`, so this
//! condition is what rustc reports, and all that it reports: the types of the key and of the value depend on the property, too.
//!
//! rustc also lists the types that have the property. Without any, it would list the reasons, since they are similar entry maps;
//! so the types to use instead have it. They are five at least, because rustc prints the source of fewer impls.

use super::map::EntryMap;
use alloc::collections::{BTreeMap, BTreeSet};
use core::{
    cell::{OnceCell, Ref, RefCell, RefMut},
    marker::PhantomData,
};
#[cfg(feature = "std")]
use std::{
    boxed::Box,
    collections::{HashMap, HashSet},
    rc::Rc,
    sync::{Arc, LazyLock, Mutex, MutexGuard, OnceLock, RwLock, RwLockReadGuard, RwLockWriteGuard},
    vec::Vec,
};

macro_rules! reasons {
    ($($(#[$attribute:meta])* $reason:ident: $trait:ident;)*) => {$(
        /// The map of a refused argument. Crate-private, so that rustc never lists it as an example of an entry map.
        pub(crate) struct $reason<X: ?Sized>(pub(crate) PhantomData<X>);

        $(#[$attribute])*
        pub(crate) trait $trait {
            /// Unknown for the types that are refused, so that nothing else is reported about their keys and values.
            type Unknown;
        }

        impl<X: ?Sized + $trait> EntryMap for $reason<X> {
            type Key = X::Unknown;
            type KeyPolicy = X::Unknown;
            type Value = X::Unknown;
            type Ticket = X::Unknown;

            fn remove_entry(&self, _: X::Unknown) {}
        }
    )*};
}

reasons! {
    #[diagnostic::on_unimplemented(
        message = "`{Self}` is not an entry map: put the map into a `Mutex`, or use `InflightMap`",
        label = "not an entry map",
        note = "calls share an entry map, so it needs a lock: `InflightMap` and `UniqueMap` have their own",
        note = "a `Mutex` or `RwLock` around the map is locked for the insertion and the removal only"
    )]
    NoLock: HasALock;

    #[diagnostic::on_unimplemented(
        message = "`{Self}` may contain no map, and the call would then have no entry",
        label = "this may or may not contain a map",
        note = "to go on without an entry in that case, write `hold = (self.map.as_ref().map(|map| map.enter(id, ())),)`",
        note = "to require the map, write `map = self.map.as_ref().expect(\"…\")`; in a `static`, `LazyLock` always contains its map"
    )]
    MayBeEmpty: AlwaysHasAMap;

    #[diagnostic::on_unimplemented(
        message = "a lock guard keeps the map locked for the whole call: pass the map itself",
        label = "this is a lock guard",
        note = "write `map = self.map` instead of `map = self.map.lock().unwrap()`: the map is then locked for the insertion and the removal only"
    )]
    LockGuard: LockedBriefly;
}

#[cfg(feature = "std")]
reasons! {
    #[diagnostic::on_unimplemented(
        message = "`{Self}` has its own locks: remove the lock around it",
        label = "the lock around this map is not needed",
        note = "all methods of `InflightMap` and `UniqueMap` take `&self`"
    )]
    DoubleLock: NeedsALock;

    #[diagnostic::on_unimplemented(
        message = "each call would have a map of its own: pass a map that is there before the call",
        label = "this map is created by the call",
        note = "keep the map in a field, as in `map = self.map`, or in a `static`, as in `map = MAP`",
        note = "an owner of the map is accepted, too, as in `map = Arc::clone(&self.map)`"
    )]
    Temporary: OutlivesTheCall;

    #[diagnostic::on_unimplemented(
        message = "a shared borrow of the map is enough: `map = *map` for a parameter, `map = self.map` for a field",
        label = "this is a `&mut`",
        note = "all methods of `InflightMap` and `UniqueMap` take `&self`, so the parameter can be a `&`, too"
    )]
    Exclusive: SharedByCalls;
}

#[cfg(feature = "single-flight")]
reasons! {
    #[diagnostic::on_unimplemented(
        message = "`{Self}` is for `#[single_flight]`, not for `#[scoped_entry]`",
        label = "this is a map of flights",
        note = "for entries, use an `InflightMap` or a `UniqueMap`"
    )]
    Flights: HoldsEntries;
}

#[cfg(feature = "std")]
/// Says that a type can be used instead of those that are refused for any of the reasons.
macro_rules! instead {
    ([$($generics:tt)*] $instead:ty) => {
        $crate::entry::refused::instead!([$($generics)*] $instead: HasALock);
        $crate::entry::refused::instead!([$($generics)*] $instead: AlwaysHasAMap);
        $crate::entry::refused::instead!([$($generics)*] $instead: LockedBriefly);
        #[cfg(feature = "single-flight")]
        $crate::entry::refused::instead!([$($generics)*] $instead: HoldsEntries);
    };
    ([$($generics:tt)*] $instead:ty: $property:ident) => {
        impl<$($generics)*> $crate::entry::refused::$property for $instead {
            type Unknown = ();
        }
    };
}

/// Refuses a type in the forms in which `map = …` may give it: `self.map` and `map` are borrowed, and their values may be
/// references or pointers themselves. The message is about `$refused`, which may be a part of `$given`.
macro_rules! refuse {
    ($($reason:ident: $generics:tt $refused:ty, as $given:ty;)*) => {$(
        $crate::entry::refused::refuse_as!($reason $generics $refused, $given);
        $crate::entry::refused::refuse_as!($reason $generics $refused, ::alloc::rc::Rc<$given>);
        $crate::entry::refused::refuse_as!($reason $generics $refused, ::alloc::boxed::Box<$given>);
        #[cfg(target_has_atomic = "ptr")]
        $crate::entry::refused::refuse_as!($reason $generics $refused, ::alloc::sync::Arc<$given>);
        #[cfg(feature = "std")]
        $crate::entry::refused::refuse_as!($reason $generics $refused, ::std::sync::LazyLock<$given>);
    )*};
}

macro_rules! refuse_as {
    ($reason:ident $generics:tt $refused:ty, $given:ty) => {
        $crate::entry::refused::refuse_only!($reason $generics $refused, $given);
        $crate::entry::refused::refuse_only!($reason $generics $refused, &$given);
        $crate::entry::refused::refuse_only!($reason $generics $refused, &&$given);
    };
}

/// Refuses a type in one form.
macro_rules! refuse_only {
    ($reason:ident [$($generics:tt)*] $refused:ty, $given:ty) => {
        // The list of types to use instead does not include this one.
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> $crate::entry::as_map::AsMap<$crate::entry::refused::$reason<$refused>> for $given {
            fn as_map(&self) -> &$crate::entry::refused::$reason<$refused> {
                &$crate::entry::refused::$reason(::core::marker::PhantomData)
            }
        }
    };
}

#[cfg(feature = "std")]
pub(crate) use {instead, refuse};
pub(crate) use {refuse_as, refuse_only};

refuse! {
    NoLock: [C] RefCell<C>, as RefCell<C>;
    NoLock: [K, V] BTreeMap<K, V>, as BTreeMap<K, V>;
    NoLock: [K] BTreeSet<K>, as BTreeSet<K>;
    MayBeEmpty: [M] Option<M>, as Option<M>;
    MayBeEmpty: [M] OnceCell<M>, as OnceCell<M>;
}

#[cfg(feature = "std")]
refuse! {
    NoLock: [K, V, S] HashMap<K, V, S>, as HashMap<K, V, S>;
    NoLock: [K, S] HashSet<K, S>, as HashSet<K, S>;
    MayBeEmpty: [M] OnceLock<M>, as OnceLock<M>;
}

refuse_only!(LockGuard ['a, C] Ref<'a, C>, Ref<'a, C>);
refuse_only!(LockGuard ['a, C] RefMut<'a, C>, RefMut<'a, C>);
#[cfg(feature = "std")]
refuse_only!(LockGuard ['a, C] MutexGuard<'a, C>, MutexGuard<'a, C>);
#[cfg(feature = "std")]
refuse_only!(LockGuard ['a, C, E] MutexGuard<'a, C>, Result<MutexGuard<'a, C>, E>);
#[cfg(feature = "std")]
refuse_only!(LockGuard ['a, C] RwLockReadGuard<'a, C>, RwLockReadGuard<'a, C>);
#[cfg(feature = "std")]
refuse_only!(LockGuard ['a, C, E] RwLockReadGuard<'a, C>, Result<RwLockReadGuard<'a, C>, E>);
#[cfg(feature = "std")]
refuse_only!(LockGuard ['a, C] RwLockWriteGuard<'a, C>, RwLockWriteGuard<'a, C>);
#[cfg(feature = "std")]
refuse_only!(LockGuard ['a, C, E] RwLockWriteGuard<'a, C>, Result<RwLockWriteGuard<'a, C>, E>);

// Types that do need a lock.
#[cfg(feature = "std")]
instead!([K, V] BTreeMap<K, V>: NeedsALock);
#[cfg(feature = "std")]
instead!([K] BTreeSet<K>: NeedsALock);
#[cfg(feature = "std")]
instead!([K, V, S] HashMap<K, V, S>: NeedsALock);
#[cfg(feature = "std")]
instead!([K, S] HashSet<K, S>: NeedsALock);
#[cfg(feature = "std")]
instead!([T] Vec<T>: NeedsALock);

#[cfg(feature = "std")]
instead!([M: ?Sized] &M: OutlivesTheCall);
#[cfg(feature = "std")]
instead!([M: ?Sized] &mut M: OutlivesTheCall);
#[cfg(feature = "std")]
instead!([M: ?Sized] Arc<M>: OutlivesTheCall);
#[cfg(feature = "std")]
instead!([M: ?Sized] Rc<M>: OutlivesTheCall);
#[cfg(feature = "std")]
instead!([M: ?Sized] Box<M>: OutlivesTheCall);

// Not the maps themselves: rustc would print the source of the one that is behind the `&mut`.
#[cfg(feature = "std")]
instead!([M: ?Sized] Arc<M>: SharedByCalls);
#[cfg(feature = "std")]
instead!([M: ?Sized] Rc<M>: SharedByCalls);
#[cfg(feature = "std")]
instead!([M, F] LazyLock<M, F>: SharedByCalls);
#[cfg(feature = "std")]
instead!([C] Mutex<C>: SharedByCalls);
#[cfg(feature = "std")]
instead!([C] RwLock<C>: SharedByCalls);

#[cfg(feature = "std")]
instead!([C] Mutex<C>);
#[cfg(feature = "std")]
instead!([C] RwLock<C>);
#[cfg(feature = "std")]
instead!([M, F] LazyLock<M, F>);
