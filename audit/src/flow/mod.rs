//! What happens to an entry after it was inserted, on every path of its function.

mod called;
mod effects;
mod matching;
mod sim;
mod start;
mod state;
mod structure;
mod tasks;

pub(crate) use effects::Summaries;
pub(crate) use sim::{Outcome, simulate};
pub(crate) use start::{Start, starts};
pub(crate) use state::{Crossing, CrossingKind, Exit, ExitKind};
