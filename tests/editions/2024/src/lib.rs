//! Every form of function, as a user crate of edition 2024.
