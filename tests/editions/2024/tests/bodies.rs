//! Random functions, compiled as a crate of edition 2024: the sources stand in `tests/editions/shared/bodies`.

#[path = "../../shared/bodies/mod.rs"]
mod played;
