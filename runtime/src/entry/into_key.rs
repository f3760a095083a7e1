//! What may be written after `key =` for a map whose keys are `K`.

#[cfg(target_has_atomic = "ptr")]
use alloc::sync::Arc;
use alloc::{boxed::Box, rc::Rc, string::String, vec::Vec};

/// Something that becomes a key of type `K`: a `K`, a reference to one, or a borrowed form of one.
///
/// | key type | accepted |
/// |---|---|
/// | any `K` | `K`, and `&K`, `&&K` where `K: Clone` |
/// | `String`, `Box<str>`, `Arc<str>`, `Rc<str>` | also `&str`, `&&str` |
/// | `Vec<T>`, `Box<[T]>`, `Arc<[T]>`, `Rc<[T]>` | also `&[T]`, `&&[T]` where `T: Clone` |
///
/// The attribute borrows a key that is written as a place (`key = id`), which is why references are accepted two
/// deep: `id` may itself be a reference. In the attribute the elements of a tuple (`key = (tenant, id)`) are
/// converted one by one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a key of type `{K}`",
    label = "expected `{K}`, or a reference to one that can be cloned",
    note = "a key that is written as a place, like `id` or `self.id`, is borrowed and cloned into the map, which needs `{K}: Clone`; write `{{ id }}` to move it",
    note = "nothing else is converted: write the conversion, as in `key = u64::from(id)`; a future lacks its `.await`, a `Result` or an `Option` its `?`"
)]
pub trait IntoKey<K> {
    /// The key. Clones where `self` is borrowed.
    fn into_key(self) -> K;
}

#[diagnostic::do_not_recommend]
impl<K> IntoKey<K> for K {
    #[inline]
    fn into_key(self) -> K {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<K: Clone> IntoKey<K> for &K {
    #[inline]
    fn into_key(self) -> K {
        self.clone()
    }
}

#[diagnostic::do_not_recommend]
impl<K: Clone> IntoKey<K> for &&K {
    #[inline]
    fn into_key(self) -> K {
        (*self).clone()
    }
}

macro_rules! borrowed {
    ($($(#[$cfg:meta])* ($($param:ident)?) $borrowed:ty => $owned:ty),* $(,)?) => {$(
        $(#[$cfg])*
        #[diagnostic::do_not_recommend]
        impl<$($param: Clone)?> IntoKey<$owned> for &$borrowed {
            #[inline]
            fn into_key(self) -> $owned {
                self.into()
            }
        }

        $(#[$cfg])*
        #[diagnostic::do_not_recommend]
        impl<$($param: Clone)?> IntoKey<$owned> for &&$borrowed {
            #[inline]
            fn into_key(self) -> $owned {
                (*self).into()
            }
        }
    )*};
}

borrowed! {
    () str => String,
    () str => Box<str>,
    #[cfg(target_has_atomic = "ptr")]
    () str => Arc<str>,
    () str => Rc<str>,
    (T) [T] => Vec<T>,
    (T) [T] => Box<[T]>,
    #[cfg(target_has_atomic = "ptr")]
    (T) [T] => Arc<[T]>,
    (T) [T] => Rc<[T]>,
}

/// A tuple key, to be converted element by element. The attribute writes it around a tuple after `key =`.
///
/// A wrapper, because conversions of plain tuples would overlap with a tuple that is the key itself.
#[derive(Debug)]
pub struct Elements<T>(pub T);

macro_rules! tuples {
    ($(($($from:ident $to:ident $at:tt),*)),* $(,)?) => {$(
        impl<$($from: IntoKey<$to>, $to),*> IntoKey<($($to,)*)> for Elements<($($from,)*)> {
            #[inline]
            fn into_key(self) -> ($($to,)*) {
                ($((self.0).$at.into_key(),)*)
            }
        }
    )*};
}

tuples! {
    (A1 B1 0),
    (A1 B1 0, A2 B2 1),
    (A1 B1 0, A2 B2 1, A3 B3 2),
    (A1 B1 0, A2 B2 1, A3 B3 2, A4 B4 3),
    (A1 B1 0, A2 B2 1, A3 B3 2, A4 B4 3, A5 B5 4),
    (A1 B1 0, A2 B2 1, A3 B3 2, A4 B4 3, A5 B5 4, A6 B6 5),
    (A1 B1 0, A2 B2 1, A3 B3 2, A4 B4 3, A5 B5 4, A6 B6 5, A7 B7 6),
    (A1 B1 0, A2 B2 1, A3 B3 2, A4 B4 3, A5 B5 4, A6 B6 5, A7 B7 6, A8 B8 7),
    (A1 B1 0, A2 B2 1, A3 B3 2, A4 B4 3, A5 B5 4, A6 B6 5, A7 B7 6, A8 B8 7, A9 B9 8),
    (A1 B1 0, A2 B2 1, A3 B3 2, A4 B4 3, A5 B5 4, A6 B6 5, A7 B7 6, A8 B8 7, A9 B9 8, A10 B10 9),
    (A1 B1 0, A2 B2 1, A3 B3 2, A4 B4 3, A5 B5 4, A6 B6 5, A7 B7 6, A8 B8 7, A9 B9 8, A10 B10 9, A11 B11 10),
    (A1 B1 0, A2 B2 1, A3 B3 2, A4 B4 3, A5 B5 4, A6 B6 5, A7 B7 6, A8 B8 7, A9 B9 8, A10 B10 9, A11 B11 10, A12 B12 11),
}
