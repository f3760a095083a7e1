//! Random functions beside their twins, as a user crate of edition 2021: see its tests.
