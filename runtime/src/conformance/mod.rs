//! Tests an entry map of your own (feature `conformance`): whether it keeps what [`EntryMap`](crate::EntryMap),
//! [`UniqueKeys`](crate::UniqueKeys) and [`SharedKeys`](crate::SharedKeys) promise to those who use it.
//!
//! ```toml
//! [dev-dependencies]
//! scoped-entry = { version = "0.1", features = ["conformance"] }
//! ```
//!
//! One test is enough. A map that is generic over its keys and values takes [`Probe`] for both: probes know when they
//! drop, so the suite sees more.
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
//! A map with shared keys comes with how many entries it has, since a call is never refused there:
//!
//! ```
//! use scoped_entry::{InflightMap, conformance::{self, Probe}};
//!
//! conformance::shared_keys(InflightMap::<Probe, Probe>::new, InflightMap::len).run();
//! ```
//!
//! A map whose keys or values are of a fixed type needs [`Sample`] for that type: integers, strings and `()` have it.
//!
//! # What is tested
//!
//! | promise | maps |
//! |---|---|
//! | an entry is in the map while its guard lives, and gone after it | all |
//! | a panic that unwinds through a call removes the call's entry | all |
//! | a guard removes its own entry and no other, in whatever order guards drop | all |
//! | what a call brought is dropped once: with its entry, or later if so said; in any case with the map | all, with `Probe` |
//! | a removed key or value may use the map in its destructor | all, with `Probe` |
//! | from several threads at once: nothing is lost, nothing is left | all |
//! | a call whose key is taken is refused, gets its key and value back, and leaves the other's entry as it was | unique keys |
//! | `occupied` is shown the value that is there | unique keys |
//! | nothing of a refused call drops under the map's lock | unique keys, with `Probe` |
//! | from several threads at once: a key has one holder at a time | unique keys |
//! | a guard does not remove the entry of a successor with an equal key | where [claimed](UniqueKeysSuite::removes_by_identity) |
//! | entries with equal keys are all there, and each guard removes its own | shared keys |
//!
//! The suite panics at the first promise that is broken, naming it and what was found instead. Every check runs in a thread
//! of its own under a deadline, so that a map which deadlocks is reported, too; its thread is then left behind. What it
//! cannot see is what a destructor of a type other than `Probe` meets, and maps that cannot be shared between threads.

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
pub use shared::{SharedKeysSuite, shared_keys};
pub use unique::{UniqueKeysSuite, unique_keys};
