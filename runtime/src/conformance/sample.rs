//! [`Sample`]: how the suite creates keys and values.

use super::drop_tracker::DropTracker;
use alloc::{boxed::Box, format, rc::Rc, string::String, sync::Arc};

/// A type of which the suite can create keys or values. Each sample has a number that identifies it.
///
/// Implemented for [`Probe`](super::Probe), integers, strings and `()`. Implement it for the key or value type of a map
/// that is not generic.
///
/// # Examples
///
/// ```
/// use scoped_entry::conformance::{Sample, DropTracker};
///
/// struct Tenant {
///     id: u32,
/// }
///
/// impl Sample for Tenant {
///     fn sample(number: u8, _: &DropTracker) -> Self {
///         Self { id: number.into() }
///     }
///
///     fn is(&self, number: u8) -> bool {
///         self.id == u32::from(number)
///     }
/// }
/// ```
pub trait Sample: Sized {
    /// Creates the sample with this number, which is below 32.
    ///
    /// Keys with the same number must be equal, and keys with different numbers must differ. `tracker` is for types that
    /// report their drop; other types ignore it.
    fn sample(number: u8, tracker: &DropTracker) -> Self;

    /// Returns whether this is the sample with that number, or a clone of it. A type with a single value returns `true`.
    fn is(&self, number: u8) -> bool;
}

impl Sample for () {
    fn sample(_: u8, _: &DropTracker) {}

    fn is(&self, _: u8) -> bool {
        true
    }
}

macro_rules! integers {
    ($($integer:ty)*) => {$(
        impl Sample for $integer {
            fn sample(number: u8, _: &DropTracker) -> Self {
                // The number is below 32, so it fits every integer type.
                number as $integer
            }

            fn is(&self, number: u8) -> bool {
                *self == number as $integer
            }
        }
    )*};
}

#[allow(
    clippy::cast_lossless,
    clippy::cast_possible_wrap,
    reason = "one implementation for all integers; the number is below 32"
)]
const _: () = {
    integers!(u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize);
};

macro_rules! strings {
    ($($string:ty)*) => {$(
        impl Sample for $string {
            fn sample(number: u8, _: &DropTracker) -> Self {
                format!("sample {number}").into()
            }

            fn is(&self, number: u8) -> bool {
                **self == *format!("sample {number}")
            }
        }
    )*};
}

strings!(String Box<str> Arc<str> Rc<str>);
