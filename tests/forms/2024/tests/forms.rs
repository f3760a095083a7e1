//! Every form of function, in a user's crate of edition 2024.

mod edition;
#[path = "../../shared/mod.rs"]
mod shared;
#[path = "../../shared/since_2021.rs"]
mod since_2021;
