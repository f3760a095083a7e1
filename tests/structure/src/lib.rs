//! Checks of the repository's structure: which file of a crate depends on which, copies that must be equal, and sizes.
//!
//! # Module cycles
//!
//! [`examine`] reads the sources of a crate and makes a [`Graph`] of them. Its nodes are files. An edge from file A to
//! file B means that code in A names an item that is defined in B, in a `use` declaration, a path, or the tokens of a macro.
//! Names are resolved through re-exports, globs and renames to the file of the definition. An item of another crate
//! belongs to the file that re-exports it.
//!
//! No edges are:
//!
//! - `mod x;`, and a module as such: what counts is the item that a path through the module ends at
//! - a `use` with a visibility (`pub use`, `pub(crate) use`) of an item that is defined in a descendant of its module
//! - documentation, and what only exists under `#[cfg(test)]` or `#[cfg(doc)]`; every other `cfg` counts as enabled
//!
//! The sources are parsed, not compiled, so the following is approximate:
//!
//! - Methods, fields and associated items are not resolved by type: `value.method()` is no edge, and `Type::new` is an edge to
//!   the file of `Type` wherever its `impl` is.
//! - In the tokens of a macro, everything that looks like a path is tried as a path. A lowercase name on its own counts if
//!   it is called. The tokens of `quote!` and its relatives are code of another crate and are left out.
//! - The body of a `macro_rules!` is resolved where the macro is defined, not where it is invoked.
//! - The items that a macro invocation defines belong to the file of the invocation. They are found by a path, and through
//!   a glob if their `struct NAME` (`fn NAME`, …) is among the invocation's tokens.
//! - A `macro_rules!` is known in its whole module and below, also above its definition.
//! - Modules inside function bodies are left out.

#![forbid(unsafe_code)]

mod cfg;
mod collect;
mod cycles;
mod examine;
mod graph;
mod load;
mod lookup;
mod names;
mod path;
pub mod repository;
mod resolve;
mod scope;
mod sources;
mod tokens;
mod uses;
mod visitor;

pub use cycles::Cycle;
pub use examine::{Examined, examine};
pub use graph::{Graph, Site, Step};
pub use sources::Sources;
