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
#[path = "../../../macros/src/arguments/mod.rs"]
mod arguments;
#[path = "../../../macros/src/body.rs"]
mod body;
#[path = "../../../macros/src/carrier.rs"]
mod carrier;
#[path = "../../../macros/src/expand.rs"]
mod expand;
#[path = "../../../macros/src/faults.rs"]
mod faults;
#[path = "../../../macros/src/fragments.rs"]
mod fragments;
#[path = "../../../macros/src/function.rs"]
mod function;
#[path = "../../../macros/src/laziness.rs"]
mod laziness;
#[path = "../../../macros/src/lowered.rs"]
mod lowered;
#[path = "../../../macros/src/operand.rs"]
mod operand;
#[path = "../../../macros/src/others.rs"]
mod others;
#[path = "../../../macros/src/paths.rs"]
mod paths;
#[path = "../../../macros/src/plan.rs"]
mod plan;
#[path = "../../../macros/src/receiver.rs"]
mod receiver;
#[path = "../../../macros/src/render/mod.rs"]
mod render;
#[path = "../../../macros/src/rules/mod.rs"]
mod rules;
#[path = "../../../macros/src/suggest.rs"]
mod suggest;
#[path = "../../../macros/src/tokens.rs"]
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
