//! The rules that an invocation has to satisfy, and the plan that results if it does.

mod entry;
mod function;
mod returns;
mod single_flight;

pub(crate) use entry::statement;
pub(crate) use function::function;
pub(crate) use single_flight::single_flight;
