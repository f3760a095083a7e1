//! Random functions, compiled as a crate of edition 2024: the sources stand in `tests/bodies/shared`.

#[path = "../../shared/mod.rs"]
mod played;
