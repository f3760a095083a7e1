//! The behaviour matrix, compiled as a crate of edition 2024: the sources stand in `tests/editions/shared/behaviour`.

#[path = "../../shared/behaviour/mod.rs"]
mod matrix;

/// What the crate believes its edition to be; a test asks the compiler.
const EDITION: u32 = 2024;
