//! Random functions beside their twins, as a user crate of edition 2018: see its tests.
