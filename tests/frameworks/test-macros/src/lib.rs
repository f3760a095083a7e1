//! What does not compile. What to write instead is in `tests/`.
//!
//! `#[ext]` copies a method's attributes to the declaration in the trait, and `#[automock]` to a field:
//!
//! ```compile_fail
//! # use scoped_entry::{InflightMap, scoped_entry};
//! # static CALLS: InflightMap<u64> = InflightMap::new();
//! #[easy_ext::ext]
//! impl u64 {
//!     #[scoped_entry(map = CALLS, key = self)]
//!     fn load(&self) -> usize {
//!         CALLS.count(self)
//!     }
//! }
//! ```
//!
//! ```compile_fail
//! # use scoped_entry::{InflightMap, scoped_entry};
//! # static CALLS: InflightMap<u64> = InflightMap::new();
//! #[mockall::automock]
//! trait Store {
//!     #[scoped_entry(map = CALLS, key = id)]
//!     fn load(&self, id: u64) -> usize {
//!         CALLS.count(&id)
//!     }
//! }
//! ```
