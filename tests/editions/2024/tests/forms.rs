//! Every form of function, in a user's crate of edition 2024.

#[path = "forms_edition/mod.rs"]
mod edition;
#[path = "../../shared/forms/mod.rs"]
mod shared;
#[path = "../../shared/forms/since_2021.rs"]
mod since_2021;
