//! Every form of function, in a user's crate of edition 2021.

#[path = "../../shared/before_2024.rs"]
mod before_2024;
#[path = "../../shared/mod.rs"]
mod shared;
#[path = "../../shared/since_2021.rs"]
mod since_2021;
