//! Single flight: calls with equal keys at the same time share one run of the body.
//!
//! A *flight* is one run of a body for a key. The map is a [`UniqueMap`](crate::UniqueMap) of flights, and a flight's entry
//! goes in and out as every entry does, by a guard and by identity. What is added here is how the others wait.
//!
//! - **Leading.** A call that finds its key vacant makes the entry and runs its own body: it leads.
//! - **Following.** A call that finds a flight registers with the flight's event, looks once more whether the flight is
//!   over, and waits. It holds nothing but a share of the flight: whether it is polled, or dropped, is nobody's affair.
//! - **Landing.** The leader removes the entry first. From then on the key is vacant, and nobody joins this flight any
//!   more. If anybody has joined it, a clone of the result goes into the flight, made under no lock, and all who wait are
//!   notified. Each clones it again, for itself.
//! - **Abandoning.** A leader that panics, is dropped at an await, or has a result that is not to be shared, removes its
//!   entry and marks the flight as abandoned. All who wait are notified; each of them, when it is polled, tries to enter
//!   the map as if it were new. So the first one polled leads, or a call that came in before it, and the others follow
//!   that one. One that is not polled is waited for by nobody.
//! - **Re-entrancy.** While a leader's body is polled, called or dropped, its flight stands in a list of the thread. Who is
//!   about to wait for a flight that stands there would wait for itself, and panics instead.
//!
//! Removal comes before the notification in both endings, so a call that is woken never finds the flight that it was
//! woken by. Notifying all, and not one, is what keeps a notified follower that is dropped, or never polled again, from
//! taking the others' turn with it.

#[cfg(not(target_family = "wasm"))]
mod blocking;
mod builder;
mod calls;
mod flight;
mod future;
mod inspect;
mod join;
mod leader;
mod macro_call;
mod map;
mod map_ref;
mod observed;
mod reentrancy;
mod share;
mod stats;
mod sync;

pub use macro_call::MacroCall;
pub use map::FlightMap;
pub use map_ref::FlightMapRef;
pub use share::{Returns, SharedOutput};
pub use stats::FlightStats;
