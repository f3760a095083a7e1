//! The keys: each made once and never again, as the ids of requests are.

use std::{fmt::Debug, hash::Hash, str};

/// A type of keys.
pub trait Key: Clone + Debug + Eq + Hash + Ord + Send + Sync + 'static {
    /// Its name in tables.
    const NAME: &'static str;

    /// What one takes besides itself, in bytes.
    const HEAP: usize;

    /// Makes keys.
    type Keys: Keys<Self> + Send;
}

/// Makes keys that differ from each other and from those of every other thread.
pub trait Keys<K> {
    /// Those of one thread.
    fn of_thread(thread: u32) -> Self;

    /// Another one.
    fn make(&mut self) -> K;
}

impl Key for u64 {
    const NAME: &'static str = "u64";
    const HEAP: usize = 0;
    type Keys = Numbers;
}

/// Makes numbers.
#[derive(Debug)]
pub struct Numbers(u64);

impl Keys<u64> for Numbers {
    fn of_thread(thread: u32) -> Self {
        Self(u64::from(thread) << 32)
    }

    #[inline]
    fn make(&mut self) -> u64 {
        self.0 += 1;
        self.0
    }
}

impl Key for String {
    const NAME: &'static str = "String";
    const HEAP: usize = 36;
    type Keys = Ids;
}

/// Makes texts of 36 characters, in the form of a UUID.
///
/// By counting in place: with `format!`, most of what is measured would be the making of keys.
#[derive(Debug)]
pub struct Ids([u8; 36]);

impl Keys<String> for Ids {
    fn of_thread(thread: u32) -> Self {
        let text = format!("{thread:08x}-5c0b-4e1d-8a6f-000000000000");
        Self(text.as_bytes().try_into().expect("it has 36 characters"))
    }

    #[inline]
    fn make(&mut self) -> String {
        for digit in self.0.iter_mut().rev() {
            match digit {
                b'9' => *digit = b'a',
                b'f' => {
                    *digit = b'0';
                    continue;
                }
                _ => *digit += 1,
            }
            break;
        }
        str::from_utf8(&self.0).expect("they are digits and dashes").to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::{Ids, Key, Keys, Numbers};
    use std::collections::HashSet;

    fn all_differ<K: Key>(mut threads: [K::Keys; 2]) {
        let keys: HashSet<K> =
            threads.iter_mut().flat_map(|keys| std::iter::repeat_with(|| keys.make()).take(70_000)).collect();
        assert_eq!(keys.len(), 140_000);
    }

    #[test]
    fn no_key_comes_twice() {
        all_differ::<u64>([0, 1].map(Numbers::of_thread));
        all_differ::<String>([0, 1].map(Ids::of_thread));
    }

    #[test]
    fn texts_count_in_hexadecimal() {
        let mut ids = Ids::of_thread(0x2a);
        let last = std::iter::repeat_with(|| ids.make()).nth(0x1ff).unwrap();
        assert_eq!(last, "0000002a-5c0b-4e1d-8a6f-000000000200");
        assert_eq!(last.capacity(), String::HEAP);
    }
}
