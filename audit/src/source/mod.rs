//! From paths to functions: which files are read, how they are grouped into crates, and what each contains.

mod crates;
mod items;
mod types;
mod walk;

pub use crates::{Crate, SourceFile};
pub use types::{TypeSays, Types, says};
pub use walk::{Listed, list};
