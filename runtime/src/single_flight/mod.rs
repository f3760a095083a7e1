//! Single flight: concurrent calls with equal keys share one run of the body.
//!
//! A *flight* is one run of a body for a key. The map is a [`UniqueMap`](crate::UniqueMap) of flights, so a guard
//! inserts and removes the entry of a flight, as for any other entry. This module adds how the other calls wait.
//!
//! - **Leading.** A call whose key is vacant inserts the entry and runs its own body: it is the *leader*.
//! - **Following.** A call whose key has a flight is a *follower*. It registers with the flight's wait list, checks
//!   again whether the flight is over, and waits. It owns nothing but an `Arc` of the flight, so other calls never
//!   depend on whether it is polled or dropped.
//! - **Finishing.** The leader first removes the entry. From then on the key is vacant, and no call can join the
//!   flight. If there are followers, the leader stores a clone of the result in the flight, made under no lock, and
//!   notifies all of them. Each follower clones it again.
//! - **Abandoning.** A leader abandons its flight if it panics, is dropped at an `.await`, or has a result that is not
//!   shared. It removes the entry, marks the flight as abandoned and notifies all followers. Each follower, when it is
//!   polled, tries to enter the map as a new call does. So the first one to be polled leads, unless a new call was
//!   faster, and the others follow it. No call waits for a follower that is not polled.
//! - **Re-entrancy.** While a leader's body is polled, called or dropped, its flight is in a list of the thread. A call
//!   that would wait for a flight in this list would wait for itself, and panics instead.
//!
//! The leader removes the entry before it notifies the followers, so a call that is woken never finds the flight that
//! woke it. It notifies all followers, not one: a single notified follower might be dropped or never polled again, and
//! the others would wait in vain.

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
#[cfg(not(feature = "drained"))]
mod needs_drained;
mod observed;
mod reentrancy;
mod refused_argument;
mod share;
mod stats;
mod sync;

pub use macro_call::MacroCall;
pub use map::FlightMap;
pub use map_ref::FlightMapRef;
pub use share::{OutputOf, Returns, SharedOutput};
pub use stats::FlightStats;
