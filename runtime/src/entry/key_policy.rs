//! Whether several entries of a map may have the same key.

/// Several entries may have the same key; a call is never rejected.
#[derive(Clone, Copy, Debug)]
pub enum Shared {}

/// One entry per key: a call whose key is occupied has to say what it does instead.
#[derive(Clone, Copy, Debug)]
pub enum Unique {}
