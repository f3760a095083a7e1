//! Every form of function, in a user's crate of edition 2018.

#[path = "../../shared/before_2024.rs"]
mod before_2024;
mod edition;
#[path = "../../shared/mod.rs"]
mod shared;
