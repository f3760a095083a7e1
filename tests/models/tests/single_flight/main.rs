//! The flights' own sources, with a model checker's primitives in place of the real ones.
//!
//! What is modelled is the protocol: `future.rs`, `blocking.rs`, `join.rs`, `leader.rs` and `flight.rs`. The map under
//! it is one entry behind a lock, the event a list of wakers, and re-entrancy is left out: the checker's threads share
//! their thread-locals.

// The sources are those of another crate, which uses more of them.
#![allow(dead_code, unused_imports, unreachable_pub, clippy::pedantic, reason = "the models need less than the crate")]

#[path = "../../src/bounds.rs"]
mod bounds;
mod entries;
mod models;
mod sources;

pub(crate) use entries::{entry, maps, poison};
