//! What an invocation consists of: its arguments, and the annotated function. What they mean together is up to
//! [`crate::rules`].

pub(crate) mod arguments;
pub(crate) mod async_trait;
pub(crate) mod function;
pub(crate) mod kind;
pub(crate) mod stacked;
