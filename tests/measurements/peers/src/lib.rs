//! What the benchmarks of this package compare, and how they count.
//!
//! [`peer`] says what can be measured of a map, [`ours`] and [`by_hand`] do it, and [`roster`] lists them all. [`key`]
//! makes the keys, [`figures`] the statistics. The benchmarks, under `benches/`, take the turns and print.

#![expect(missing_debug_implementations, reason = "what is measured is not printed")]

pub mod by_hand;
pub mod figures;
pub mod key;
pub mod ours;
pub mod peer;
pub mod roster;
