//! Has none of the items that the compiler's own crate of this name has.
