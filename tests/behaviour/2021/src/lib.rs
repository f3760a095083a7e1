//! The behaviour matrix, as a user crate of edition 2021.
