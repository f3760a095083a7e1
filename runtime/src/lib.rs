#![doc = include_str!("../README.md")]
#![no_std]
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

mod call_site;
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
mod std_maps;

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;

pub use call_site::CallSite;
pub use guard::EntryGuard;
pub use key::IntoKey;
pub use map::{EntryMap, SharedKeys, UniqueKeys};
#[cfg(feature = "std")]
pub use maps::{InflightMap, InflightMapBuilder, Live, Stats, UniqueMap, UniqueMapBuilder};
pub use occupied::Occupied;
pub use owner::MapOwner;
pub use scoped_entry_macros::scoped_entry;
#[cfg(feature = "std")]
pub use std_maps::KeyedCollection;
