//! Every form of function, in a user's crate of edition 2018.

#[path = "../../shared/forms/before_2024.rs"]
mod before_2024;
#[path = "forms_edition/mod.rs"]
mod edition;
#[path = "../../shared/forms/mod.rs"]
mod shared;
