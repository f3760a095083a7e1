//! Methods of other maps that these do not support: a call of `insert`, `remove` or `clear` is a compile error that points to
//! guards, one of `iter` points to `snapshot`.

use super::{InflightMap, UniqueMap};
use core::iter::{Empty, empty};

/// Not implemented for any type, so that every call of one of these methods is a compile error.
#[diagnostic::on_unimplemented(
    message = "entries of `{Self}` are inserted and removed by guards only",
    label = "use a guard instead",
    note = "put `#[scoped_entry(map = …, key = …)]` on the function, or call `enter` (`try_enter` for a `UniqueMap`) and keep the guard for as long as the entry should exist"
)]
pub trait RemovedByGuardOnly {}

/// Not implemented for any type, so that every call of `iter` is a compile error.
#[diagnostic::on_unimplemented(
    message = "entries of `{Self}` are read as copies, by `snapshot`",
    label = "use `snapshot` instead",
    note = "`snapshot` returns a `Vec` of all entries, each with its key, value and age; `oldest`, `stuck`, `get` and `contains_key` return less"
)]
pub trait ReadAsCopies {}

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

            pub fn iter<T>(&self) -> Empty<T>
            where
                Self: ReadAsCopies,
            {
                empty()
            }
        }
    )*};
}

refuse! {
    [K, V] InflightMap<K, V>;
    [K, V, S] UniqueMap<K, V, S>;
}
