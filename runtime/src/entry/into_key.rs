//! Conversions from the expression after `key =` to the key of a map.

#[cfg(target_has_atomic = "ptr")]
use alloc::sync::Arc;
use alloc::{boxed::Box, rc::Rc, string::String, vec::Vec};

/// Conversion to a key of type `K`, from a `K`, a reference to one, or a borrowed form of one.
///
/// | key type | accepted |
/// |---|---|
/// | any `K` | `K`; `&K` and `&&K` if `K: Clone` |
/// | `String`, `Box<str>`, `Arc<str>`, `Rc<str>` | also `&str` and `&&str`; `String`, `&String` and `&&String` |
/// | `Vec<T>`, `Box<[T]>`, `Arc<[T]>`, `Rc<[T]>` | also `&[T]` and `&&[T]` if `T: Clone`; `Vec<T>`, and `&Vec<T>` and `&&Vec<T>` if `T: Clone` |
///
/// Double references are accepted because the attribute borrows a place expression (`key = id`), and `id` may itself be
/// a reference. The attribute converts a tuple (`key = (tenant, id)`) element by element.
///
/// Anything else needs an explicit conversion, such as `key = u64::from(id)`.
///
/// # Examples
///
/// ```
/// use scoped_entry::InflightMap;
///
/// let inflight = InflightMap::<String>::new();
/// let guards = [inflight.enter("literal", ()), inflight.enter(String::from("owned"), ())];
/// assert!(inflight.contains_key("literal") && inflight.contains_key("owned"));
/// # drop(guards);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be converted to a key of type `{K}`",
    label = "expected `{K}`, or a reference to a `{K}` that is `Clone`",
    note = "a place expression such as `id` or `self.id` is borrowed and cloned: add `{K}: Clone`, or move it with `key = {{ id }}`",
    note = "other types need an explicit conversion, as in `key = u64::from(id)`",
    note = "if this is a future, add `.await`; if it is a `Result` or an `Option`, add `?`"
)]
pub trait IntoKey<K> {
    /// Returns the key. Clones it if `self` is borrowed.
    fn into_key(self) -> K;
}

#[diagnostic::do_not_recommend]
impl<K> IntoKey<K> for K {
    #[inline]
    fn into_key(self) -> K {
        self
    }
}

impl<K: Clone> IntoKey<K> for &K {
    #[inline]
    fn into_key(self) -> K {
        self.clone()
    }
}

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

macro_rules! owned {
    ($($(#[$cfg:meta])* ($($param:ident)?) $growable:ty => $owned:ty),* $(,)?) => {$(
        $(#[$cfg])*
        #[diagnostic::do_not_recommend]
        impl$(<$param>)? IntoKey<$owned> for $growable {
            #[inline]
            fn into_key(self) -> $owned {
                self.into()
            }
        }

        $(#[$cfg])*
        #[diagnostic::do_not_recommend]
        impl$(<$param: Clone>)? IntoKey<$owned> for &$growable {
            #[inline]
            fn into_key(self) -> $owned {
                self[..].into()
            }
        }

        $(#[$cfg])*
        #[diagnostic::do_not_recommend]
        impl$(<$param: Clone>)? IntoKey<$owned> for &&$growable {
            #[inline]
            fn into_key(self) -> $owned {
                self[..].into()
            }
        }
    )*};
}

owned! {
    () String => Box<str>,
    #[cfg(target_has_atomic = "ptr")]
    () String => Arc<str>,
    () String => Rc<str>,
    (T) Vec<T> => Box<[T]>,
    #[cfg(target_has_atomic = "ptr")]
    (T) Vec<T> => Arc<[T]>,
    (T) Vec<T> => Rc<[T]>,
}

/// A tuple whose elements are converted one by one. The attribute wraps a tuple after `key =` in it.
///
/// Without the wrapper, these conversions would overlap with that of a tuple which is itself the key.
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
