//! `insert`, `remove` and `clear`, which our maps do not have: whoever calls one is told where entries come from.

use super::{InflightMap, UniqueMap};

/// Implemented by nothing: what a call of one of these methods fails on.
#[diagnostic::on_unimplemented(
    message = "entries of `{Self}` are made and removed by guards only, never by hand",
    label = "an entry enters and leaves through a guard",
    note = "put `#[scoped_entry(map = …, key = …)]` on the function that the entry is for, or call `enter` (`try_enter` for a `UniqueMap`) and keep the guard for as long as the entry shall live"
)]
pub trait RemovedByGuardOnly {}

macro_rules! refuse {
    ($([$($generic:ident),*] $map:ty;)*) => {$(
        #[doc(hidden)]
        impl<$($generic),*> $map {
            pub fn insert<A, B>(&self, _: A, _: B)
            where
                Self: RemovedByGuardOnly,
            {
            }

            pub fn remove<A>(&self, _: A)
            where
                Self: RemovedByGuardOnly,
            {
            }

            pub fn clear(&self)
            where
                Self: RemovedByGuardOnly,
            {
            }
        }
    )*};
}

refuse! {
    [K, V] InflightMap<K, V>;
    [K, V, S] UniqueMap<K, V, S>;
}
