//! See `../../forms.rs`.

#[path = "../../forms.rs"]
mod forms;
