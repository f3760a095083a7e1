//! Finds map entries and counters whose removal a `return`, a `?` or a dropped future skips, in code as it is written: no
//! types, no build. The command is `cargo scoped-entry audit`.
#![forbid(unsafe_code)]
#![allow(
    clippy::needless_for_each,
    clippy::similar_names,
    clippy::struct_excessive_bools,
    clippy::needless_pass_by_value,
    reason = "short visitors; caller and callee; what is known of a function is many yes and no; states are used up"
)]

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
