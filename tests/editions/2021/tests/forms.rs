//! Every form of function, in a user's crate of edition 2021.

#[path = "../../shared/forms/before_2024.rs"]
mod before_2024;
#[path = "../../shared/forms/mod.rs"]
mod shared;
#[path = "../../shared/forms/since_2021.rs"]
mod since_2021;
