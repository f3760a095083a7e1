//! A test suite for an entry map of your own (feature `conformance`).
//!
//! The suite checks whether the map keeps the promises of [`EntryMap`](crate::EntryMap),
//! [`UniqueKeys`](crate::UniqueKeys) and [`SharedKeys`](crate::SharedKeys).
//!
//! ```toml
//! [dev-dependencies]
//! scoped-entry = { version = "0.1", features = ["conformance"] }
//! ```
//!
//! One test is enough. If the map is generic over its keys and values, use [`Probe`] for both: a probe reports its drop, so
//! the suite can check more.
//!
//! ```
//! use scoped_entry::conformance::{self, Probe};
//! use std::{collections::HashMap, sync::Mutex};
//!
//! # /*
//! #[test]
//! # */
//! fn my_map_keeps_its_promises() {
//!     conformance::unique_keys(|| Mutex::new(HashMap::<Probe, Probe>::new()))
//!         .may_drop_refused_keys_under_its_lock() // as std's maps do
//!         .run();
//! }
//! # my_map_keeps_its_promises();
//! ```
//!
//! A map with shared keys never rejects a call, so its suite takes a function that returns the number of entries:
//!
//! ```
//! use scoped_entry::{InflightMap, conformance::{self, Probe}};
//!
//! conformance::shared_keys(InflightMap::<Probe, Probe>::new, InflightMap::len).run();
//! ```
//!
//! If the key or value type is fixed, implement [`Sample`] for it. Integers, strings and `()` already implement it.
//!
//! # What is tested
//!
//! | promise | maps |
//! |---|---|
//! | an entry is in the map exactly as long as its guard lives | all |
//! | a panic that unwinds through a call removes its entry | all |
//! | a guard removes its own entry and no other, in whatever order the guards drop | all |
//! | every key and value drops exactly once: with its entry, or with [`drops_later`](UniqueKeysSuite::drops_later) at the latest with the map | all, with `Probe` |
//! | the destructor of a removed key or value may use the map | all, with `Probe` |
//! | when several threads enter at once, no entry is lost and none stays behind | all |
//! | a call whose key is already present is rejected, gets its key and value back, and does not change the existing entry | unique keys |
//! | `occupied` gets the existing value | unique keys |
//! | the key and value of a rejected call do not drop under the map's lock | unique keys, with `Probe` |
//! | when several threads enter at once, a key has one holder at a time | unique keys |
//! | a guard does not remove the entry of a successor with an equal key | with [`removes_by_identity`](UniqueKeysSuite::removes_by_identity) |
//! | entries with equal keys coexist, and each guard removes its own | shared keys |
//!
//! The suite panics at the first broken promise. The message names the promise and what was found instead.
//!
//! Each check runs in a thread of its own with a deadline, so that a deadlock is reported, too; the deadlocked thread is
//! leaked. The suite cannot observe the destructors of types other than `Probe`, and it cannot test maps that are not `Send`
//! and `Sync`.

mod drop_tracker;
mod fixture;
mod probe;
mod runner;
mod sample;
mod shared;
mod unique;
mod unique_promises;

pub use drop_tracker::DropTracker;
pub use probe::Probe;
pub use sample::Sample;
pub use shared::SharedKeysSuite;
#[doc(alias("test suite", "property test", "compliance"))]
pub use shared::shared_keys;
pub use unique::UniqueKeysSuite;
#[doc(alias("test suite", "property test", "compliance"))]
pub use unique::unique_keys;
