//! Bodies that are one macro call.

#[cfg(feature = "annotated")]
use scoped_entry::scoped_entry;

#[cfg_attr(feature = "annotated", scoped_entry(map = crate::CALLS, key = id))]
pub fn diverges(id: u64) -> ! {
    panic!("{}", id)
}

#[cfg_attr(feature = "annotated", scoped_entry(map = crate::CALLS, key = id))]
pub fn one_macro_call(id: u64) -> String { format!("{id}") }

#[cfg_attr(feature = "annotated", scoped_entry(map = crate::CALLS, key = id))]
pub fn one_macro_call_with_a_path(id: u64) -> String { std::format!("{id}") }

#[cfg_attr(feature = "annotated", scoped_entry(map = crate::CALLS, key = id))]
pub fn one_matches(id: u64) -> bool { matches!(id, 1 | 2) }

#[cfg_attr(feature = "annotated", scoped_entry(map = crate::CALLS, key = id))]
pub fn one_vec(id: u64) -> Vec<u64> { vec![id] }
