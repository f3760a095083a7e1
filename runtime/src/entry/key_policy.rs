//! Key policies: whether several entries of a map may have the same key.

/// Several entries may have the same key. Insertion never fails, and the attribute does not accept `occupied`.
#[derive(Clone, Copy, Debug)]
pub enum Shared {}

/// At most one entry has a given key. Insertion fails if the key is occupied, and the attribute requires `occupied`.
#[derive(Clone, Copy, Debug)]
pub enum Unique {}
