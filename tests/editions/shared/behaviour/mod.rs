//! What a user may rely on, whatever the edition of the crate, the form of the function, the map, and the way in
//! which the call ends.
//!
//! ```text
//! grid       every form of function × every map, as modules around a topic's tests
//! service    the subject that the topics annotate methods of
//! maps       what the tests ask of each map
//! watchdog, polling, script, deliberate, noisy    how a test is driven and observed
//! the rest   one topic each
//! ```

#[macro_use]
mod grid;
#[macro_use]
mod twins;

mod deliberate;
mod maps;
mod noisy;
mod polling;
mod script;
mod service;
mod watchdog;

mod adapters;
mod arguments;
mod attached_anywhere;
mod attached_bodies;
mod attached_futures;
mod attached_iterators;
mod attached_streams;
mod attached_values;
mod auto_traits;
mod await_points;
mod cancelled_drop_order;
mod carried;
mod carried_order;
mod carried_streams;
mod declared_locals;
mod destructors;
mod destructors_in_panics;
mod drop_order;
mod edition;
mod exits;
mod first_poll;
mod followers;
mod held;
mod identity;
mod leaked_results;
mod limits;
mod live;
mod locked_tails;
mod locks_across_await;
mod named_guard;
mod nested_shared;
mod nested_unique;
mod panicking_keys;
mod panicking_values;
mod poisoned_locks;
mod printed;
mod receivers;
mod several;
mod statements;
mod tails;
mod threads;
