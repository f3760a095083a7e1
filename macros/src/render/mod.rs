//! Writes a plan as tokens. This step cannot fail.

mod block;
mod call_span;
mod check;
mod entry;
mod function;
mod lazy;
pub(crate) mod runtime;
mod single_flight;

pub(crate) use function::{function, statement};
pub(crate) use single_flight::single_flight;
