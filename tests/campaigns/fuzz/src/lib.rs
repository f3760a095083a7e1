//! The macros on inputs that nobody wrote.
//!
//! ```text
//! seeds, corpus ─► mutation ─► text ─► source ─► invocation ─► the macro's own sources ─► property
//! grammar ───────────┘                                                                       │
//!                                                                 tally, or a violation ◄────┘
//! ```
//!
//! An input is a piece of source text: an attribute of ours on something, or an `enter!`. So whatever is found can be
//! read, kept, and run through the compiler. [`property`] says what has to hold of each; it is driven by [`campaign`],
//! which needs nothing but a toolchain, and by libFuzzer: see `guided/`.

#![forbid(unsafe_code)]

pub mod campaign;
pub mod corpus;
mod grammar;
mod invocation;
pub mod mutation;
pub mod property;
pub mod seeds;
mod shrink;
mod source;
pub mod tally;
mod tree;
mod vocabulary;

// A crate of procedural macros exports nothing else.
#[path = "../../../../macros/src/body/mod.rs"]
mod body;
#[path = "../../../../macros/src/diagnostics/mod.rs"]
mod diagnostics;
#[path = "../../../../macros/src/expand.rs"]
mod expand;
#[path = "../../../../macros/src/parse/mod.rs"]
mod parse;
#[path = "../../../../macros/src/plan.rs"]
mod plan;
#[path = "../../../../macros/src/render/mod.rs"]
mod render;
#[path = "../../../../macros/src/return_type/mod.rs"]
mod return_type;
#[path = "../../../../macros/src/rules/mod.rs"]
mod rules;
#[path = "../../../../macros/src/tokens/mod.rs"]
mod tokens;

use proc_macro2::TokenStream;

/// The macros under test: ours, or ones that are broken on purpose.
#[derive(Clone, Copy, Debug)]
pub struct Macros {
    /// `#[scoped_entry(…)]`, given its arguments and the item.
    pub scoped_entry: fn(TokenStream, &TokenStream) -> TokenStream,
    /// `#[single_flight(…)]`.
    pub single_flight: fn(TokenStream, &TokenStream) -> TokenStream,
    /// `enter!(…)`.
    pub enter: fn(TokenStream) -> TokenStream,
}

/// Those of the macro crate.
pub const OURS: Macros =
    Macros { scoped_entry: expand::scoped_entry, single_flight: expand::single_flight, enter: expand::enter };
