//! Single flight: concurrent calls with equal keys share one run of the body.
//!
//! A *flight* is one run of a body for a key. The map is a [`UniqueMap`](crate::UniqueMap) of flights, so a guard
//! inserts and removes the entry of a flight, as for any other entry. This module adds how the other calls wait.
//!
//! - **Leading.** A call whose key is vacant inserts the entry and runs its own body: it is the *leader*.
//! - **Following.** A call whose key has a flight is a *follower*. It is counted in the flight, registers with the
//!   flight's wait list, looks at the flight again, and waits.
//! - **Finishing.** The leader first removes the entry. From then on the key is vacant, and no call can find the
//!   flight. If there are followers, the leader stores a clone of the result in the flight, made under no lock, and
//!   notifies all of them. Each follower clones it again. If there are none, it closes the flight: a call that has found
//!   the flight before, and has not been counted yet, joins the key again.
//! - **Abandoning.** A leader abandons its flight if it panics, is dropped at an `.await`, or has a result that is not
//!   shared. If there are followers, the flight goes on: the leader leaves its entry's ticket in the flight, as the free
//!   *turn* to lead it, and notifies one follower. Whoever looks first takes the turn, with the entry: this follower,
//!   another one that is polled for any reason, or a new call. So the number of wake-ups is linear. The turn is never
//!   reserved. A follower that is dropped passes its notification on; one that is never polled again does not, and those
//!   asleep then wait until the next call, poll or drop with this key. If the last follower is dropped while the turn is
//!   free, it removes the entry. Without followers, the leader does.
//! - **Forgetting.** The entry of a forgotten flight is hidden from look-ups, so that its key is vacant. All else goes on.
//! - **Re-entrancy.** While a leader's body is polled, called or dropped, its flight is in a list of the thread. A call
//!   that would wait for a flight in this list would wait for itself, and panics instead.
//!
//! A leader that finishes removes the entry before it notifies the followers, so a call that comes later never gets the
//! result.

#[cfg(not(target_family = "wasm"))]
mod blocking;
mod builder;
mod calls;
mod detached;
mod flight;
mod future;
mod info;
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
mod slot;
mod stats;
mod sync;

pub use detached::DetachedFlight;
pub use info::FlightInfo;
pub use macro_call::MacroCall;
pub use map::FlightMap;
pub use map_ref::FlightMapRef;
pub use share::{OutputOf, Returns, SharedOutput};
pub use stats::FlightStats;
