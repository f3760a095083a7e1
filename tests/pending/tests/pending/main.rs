//! Calls that wait for a reply: every way in which an entry ends.

mod attribute;
mod closing;
mod endings;
mod faults;
mod schedules;
mod threads;
mod tools;
mod traits;
mod watched;
