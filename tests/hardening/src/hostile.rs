//! Keys and values whose code panics one in ten times, wherever it is called.

use crate::{
    census::{Census, Counted},
    mishap::{perhaps, perhaps_as_it_drops},
};
use std::{
    fmt,
    hash::{Hash, Hasher},
    sync::Arc,
};

/// Few enough that calls meet.
const KEYS: u64 = 48;

/// A key. Others that are not equal hash alike, so that they are compared.
pub struct Key {
    number: u64,
    counted: Counted,
}

/// A value, or the result of a flight.
pub struct Value {
    number: u64,
    counted: Counted,
}

/// Makes them, and knows how many there are.
#[derive(Clone, Debug, Default)]
pub struct Maker {
    keys: Arc<Census>,
    values: Arc<Census>,
}

impl Maker {
    /// Any key.
    #[must_use]
    pub fn key(&self) -> Key {
        self.key_of(fastrand::u64(..KEYS))
    }

    /// This key.
    #[must_use]
    pub fn key_of(&self, number: u64) -> Key {
        Key { number, counted: self.keys.counted() }
    }

    /// A value.
    #[must_use]
    pub fn value(&self) -> Value {
        Value { number: fastrand::u64(..), counted: self.values.counted() }
    }

    /// How many keys and values it has made, clones among them.
    #[must_use]
    pub fn made(&self) -> u64 {
        self.keys.made() + self.values.made()
    }

    /// How many keys and how many values are still there.
    #[must_use]
    pub fn live(&self) -> (u64, u64) {
        (self.keys.live(), self.values.live())
    }
}

impl Hash for Key {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        perhaps();
        (self.number % 4).hash(hasher);
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        perhaps();
        self.number == other.number
    }
}

impl Eq for Key {}

macro_rules! hostile {
    ($($hostile:ident)*) => {$(
        impl Clone for $hostile {
            fn clone(&self) -> Self {
                perhaps();
                Self { number: self.number, counted: self.counted.clone() }
            }
        }

        impl fmt::Debug for $hostile {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                perhaps();
                write!(f, "{}", self.number)
            }
        }

        impl Drop for $hostile {
            fn drop(&mut self) {
                perhaps_as_it_drops();
            }
        }
    )*};
}

hostile!(Key Value);
