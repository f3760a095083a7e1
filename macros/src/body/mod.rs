//! Recognises the form of a function's body by its tokens: the body is never parsed.

mod bindings;
mod braces;
mod early_return;
mod enclosed;
mod literal_tail;

pub(crate) use bindings::binds;
pub(crate) use braces::{is_macro_call, keeps_its_braces};
pub(crate) use early_return::may_return;
pub(crate) use enclosed::{Enclosed, is_checked, split_enclosed};
pub(crate) use literal_tail::with_literal_tail;
