//! Finds map entries and counters whose removal a `return`, a `?` or a dropped future skips, in code as it is written: no
//! types, no build.

mod classes;
mod finding;
mod fix;
mod flow;
pub mod ir;
mod lower;
pub mod source;

pub use classes::findings;
pub use finding::{Class, Finding, Note, Proposal};
