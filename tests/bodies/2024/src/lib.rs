//! Random functions beside their twins, as a user crate of edition 2024: see its tests.
