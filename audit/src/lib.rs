//! Finds map entries and counters whose removal a `return`, a `?` or a dropped future skips, in code as it is written: no
//! types, no build. The command is `cargo scoped-entry audit`.
#![forbid(unsafe_code)]

mod baseline;
mod classes;
mod cli;
mod finding;
mod fix;
mod flow;
pub mod ir;
mod lower;
mod report;
mod run;
pub mod source;
mod suppress;

pub use classes::findings;
pub use finding::{Class, Finding, Note, Proposal};
pub use run::{Read, read, run};
