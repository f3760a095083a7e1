//! Checks the rules for an invocation and makes its plan.

mod entry;
mod function;
mod key;
mod map;
mod returns;
mod single_flight;

pub(crate) use entry::statement;
pub(crate) use function::function;
pub(crate) use single_flight::single_flight;
