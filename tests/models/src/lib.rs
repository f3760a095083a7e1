//! The maps' own sources, with a model checker's locks and atomics in place of the real ones.
//!
//! - [`exhaustive`]: few threads, in every order of their steps in which a thread is interrupted so many times at the most,
//!   and with everything that the memory model allows them to see, by loom.
//! - [`random`]: more threads and more steps, in orders that are drawn by chance, by shuttle.
//!
//! `docs/models.md` lists what the documentation claims of calls side by side, and which of these models, or which test,
//! each claim has. `MODELS=600` is for longer bounds, and so many seconds for each model at the
//! most.

#![cfg(test)]
// The sources are those of another crate, which uses more of them, and has other features; both checkers have them; and
// a model's threads are one to the system.
#![allow(
    dead_code,
    unexpected_cfgs,
    unused_imports,
    unfulfilled_lint_expectations,
    unreachable_pub,
    missing_docs,
    clippy::arc_with_non_send_sync,
    clippy::duplicate_mod,
    clippy::pedantic,
    reason = "the models need less than the maps"
)]

extern crate alloc;

#[path = "../../../runtime/src/attached/mod.rs"]
mod attached;
#[path = "../../../runtime/src/entry/mod.rs"]
mod entry;
#[path = "../../../runtime/src/poison.rs"]
mod poison;

mod bounds;
mod claims;
mod exhaustive;
mod observe;
mod random;

// The registry, of which there is one, watches the maps of the random models.
use random as maps;
