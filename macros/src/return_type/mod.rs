//! Determines from the tokens of a return type whether the function returns work that has not run yet, and whether the
//! returned value can carry an entry.
//!
//! A type behind an alias or a generic parameter cannot be recognised by its tokens. The compiler checks it: see
//! `check_return.rs` of the runtime crate.

pub(crate) mod contents;
pub(crate) mod lazy_return;
pub(crate) mod lazy_traits;
pub(crate) mod probe;
