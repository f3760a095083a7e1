//! Parses the two parts of an invocation: its arguments and the annotated function. [`crate::rules`] checks whether they
//! fit together.

pub(crate) mod arguments;
pub(crate) mod async_trait;
pub(crate) mod copied;
pub(crate) mod function;
pub(crate) mod kind;
pub(crate) mod misplaced;
pub(crate) mod stacked;
