//! std's own maps and sets, in std's own locks, as entry maps.

mod collection;
mod locks;

pub use collection::KeyedCollection;
