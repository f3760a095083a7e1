//! Whether a function returns work that has not run yet, as far as its return type can be read, and whether that can carry
//! an entry.
//!
//! What cannot be read, because it stands behind an alias or a generic, is left to a check by the compiler: see
//! `check_return.rs` of the runtime crate.

pub(crate) mod lazy_return;
pub(crate) mod lazy_traits;
pub(crate) mod probe;
