#![doc = include_str!("../README.md")]
#![no_std]
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

pub mod bare_maps;
mod call_site;
#[cfg(feature = "conformance")]
pub mod conformance;
mod forward;
mod guard;
mod key;
pub mod keys;
#[cfg(feature = "std")]
mod lock;
mod map;
#[cfg(feature = "std")]
mod maps;
mod occupied;
mod owner;
mod returned;
#[cfg(feature = "std")]
pub mod watch;

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;

pub use bare_maps::KeyedCollection;
pub use call_site::CallSite;
pub use guard::EntryGuard;
pub use key::IntoKey;
pub use map::{EntryMap, SharedKeys, UniqueKeys};
#[cfg(feature = "std")]
pub use maps::{Builder, Excess, InflightMap, Live, Stats, UniqueMap};
pub use occupied::Occupied;
pub use owner::MapOwner;
/// Enters a map when the function is called, and removes the entry on every path out of it: return, `?`, panic, and the
/// future being dropped.
///
/// | argument | meaning | without it |
/// |---|---|---|
/// | `map = EXPR` | the map | an error |
/// | `key = EXPR` | the entry's key | an error |
/// | `value = EXPR` | what the entry holds besides its key; moved, and not converted | `Default::default()` |
/// | `occupied = EXPR`, `occupied = \|PAT\| EXPR` | what the call does if its key is taken; has to leave the function | an error for a map with one entry per key; not accepted by others |
/// | `guard = NAME` | gives the [`EntryGuard`] to the body | the body cannot name the guard |
/// | `crate = PATH` | where this crate is | `::scoped_entry` |
///
/// The [crate's documentation](crate#the-arguments) has the rules.
///
/// # Examples
///
/// ```
/// use scoped_entry::{InflightMap, scoped_entry};
///
/// static INFLIGHT: InflightMap<String> = InflightMap::new();
///
/// #[scoped_entry(map = INFLIGHT, key = name)]
/// fn handle(name: &str) -> Result<u64, std::num::ParseIntError> {
///     assert!(INFLIGHT.contains_key(name));
///     let number: u64 = name.parse()?;
///     Ok(number)
/// }
///
/// assert_eq!(handle("7"), Ok(7));
/// assert!(handle("seven").is_err());
/// assert!(INFLIGHT.is_empty());
/// ```
pub use scoped_entry_macros::scoped_entry;
