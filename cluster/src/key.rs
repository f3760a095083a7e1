//! Keys: how a value becomes the bytes that all nodes agree on.

use std::{fmt, rc::Rc, sync::Arc};

/// A type whose values can be keys of claims.
///
/// The encoding must be the same in every process and in every version of the service: do not use `Debug`, a hash of
/// std, or the layout of memory. Different keys must have different encodings.
///
/// Implemented for strings and byte slices (their bytes), for integers, `bool` and `char` (their text), for references
/// and smart pointers, and for pairs and triples (each part with its length before it).
///
/// # Examples
///
/// ```
/// use scoped_entry_cluster::ClusterKey;
///
/// struct OrderId(u64);
///
/// impl ClusterKey for OrderId {
///     fn encode(&self, bytes: &mut Vec<u8>) {
///         self.0.encode(bytes);
///     }
/// }
///
/// let mut bytes = Vec::new();
/// OrderId(17).encode(&mut bytes);
/// assert_eq!(bytes, b"17");
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no stable encoding as a key of a cluster",
    label = "not a key of a cluster",
    note = "implement `ClusterKey` for it, for example by encoding a string or a number that identifies it"
)]
pub trait ClusterKey {
    /// Appends the encoding of the key.
    fn encode(&self, bytes: &mut Vec<u8>);
}

impl ClusterKey for str {
    fn encode(&self, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(self.as_bytes());
    }
}

impl ClusterKey for String {
    fn encode(&self, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(self.as_bytes());
    }
}

impl ClusterKey for [u8] {
    fn encode(&self, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(self);
    }
}

impl ClusterKey for Vec<u8> {
    fn encode(&self, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(self);
    }
}

impl<const N: usize> ClusterKey for [u8; N] {
    fn encode(&self, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(self);
    }
}

macro_rules! as_text {
    ($($type:ty)*) => {$(
        impl ClusterKey for $type {
            fn encode(&self, bytes: &mut Vec<u8>) {
                bytes.extend_from_slice(self.to_string().as_bytes());
            }
        }
    )*};
}

as_text!(u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize bool char);

macro_rules! as_what_it_points_to {
    ($($pointer:ty)*) => {$(
        impl<K: ClusterKey + ?Sized> ClusterKey for $pointer {
            fn encode(&self, bytes: &mut Vec<u8>) {
                (**self).encode(bytes);
            }
        }
    )*};
}

as_what_it_points_to!(&K Box<K> Rc<K> Arc<K>);

fn part(key: &(impl ClusterKey + ?Sized), bytes: &mut Vec<u8>) {
    let mut part = Vec::new();
    key.encode(&mut part);
    bytes.extend_from_slice(part.len().to_string().as_bytes());
    bytes.push(b':');
    bytes.append(&mut part);
}

impl<A: ClusterKey, B: ClusterKey> ClusterKey for (A, B) {
    fn encode(&self, bytes: &mut Vec<u8>) {
        part(&self.0, bytes);
        part(&self.1, bytes);
    }
}

impl<A: ClusterKey, B: ClusterKey, C: ClusterKey> ClusterKey for (A, B, C) {
    fn encode(&self, bytes: &mut Vec<u8>) {
        part(&self.0, bytes);
        part(&self.1, bytes);
        part(&self.2, bytes);
    }
}

/// An encoded key: the key of the map of a [`Claims`](crate::Claims)' held claims.
///
/// It displays as text, with bytes that are not printable as escapes.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct EncodedKey(Arc<[u8]>);

impl EncodedKey {
    pub(crate) fn of(key: &(impl ClusterKey + ?Sized)) -> Self {
        let mut bytes = Vec::new();
        key.encode(&mut bytes);
        Self(bytes.into())
    }

    /// Returns the bytes of the encoding.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Display for EncodedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match str::from_utf8(&self.0) {
            Ok(text) if !text.contains(char::is_control) => f.write_str(text),
            _ => self.0.escape_ascii().fmt(f),
        }
    }
}

impl fmt::Debug for EncodedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EncodedKey(\"{}\")", self.0.escape_ascii())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(key: &(impl ClusterKey + ?Sized)) -> String {
        EncodedKey::of(key).to_string()
    }

    #[test]
    fn encodings_are_stable_and_differ() {
        assert_eq!(encoded("order-7"), "order-7");
        assert_eq!(encoded(&7_u64), "7");
        assert_eq!(encoded(&-7_i8), "-7");
        assert_eq!(encoded(&("a", 12)), "1:a2:12");
        assert_ne!(encoded(&("a1", "2")), encoded(&("a", "12")));
        assert_eq!(encoded(&[0_u8, 255]), "\\x00\\xff");
    }
}
