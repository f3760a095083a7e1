//! The attribute and the statement of [scoped-entry](https://docs.rs/scoped-entry), which re-exports them: depend on that
//! crate instead.
//!
//! How an invocation becomes code; each step is a module, and only what is left of the plan can fail. `enter!` goes the
//! same way without an item:
//!
//! ```text
//! arguments ─► Arguments ─┐
//! item ──────► Function ──┤
//!                         ├─ rules ─► Plan ─► render ─► tokens
//!   receiver, operand,    │    │
//!   laziness, carrier, ◄──┘    └─ faults, all at once ─► compile_error! beside the item
//!   lowered, body
//! ```
//!
//! Several attributes on a function whose result carries its entries become one first: see `others`.
//!
//! The body is never parsed: it stays the tokens that it came as, except for the shape of what `#[async_trait]` makes.

#![forbid(unsafe_code)]

mod arguments;
mod body;
mod carrier;
mod expand;
mod faults;
mod fragments;
mod function;
mod laziness;
mod lowered;
mod operand;
mod others;
mod paths;
mod plan;
mod receiver;
mod render;
mod rules;
mod suggest;
mod tokens;

#[cfg(test)]
mod goldens;
#[cfg(test)]
mod refusals;

use proc_macro::TokenStream;

// Documented where it is re-exported, beside the types that the documentation links to.
#[expect(missing_docs, reason = "its documentation is that of the re-export")]
#[proc_macro_attribute]
pub fn scoped_entry(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand::scoped_entry(arguments.into(), &item.into()).into()
}

#[expect(missing_docs, reason = "its documentation is that of the re-export")]
#[proc_macro_attribute]
pub fn single_flight(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand::single_flight(arguments.into(), &item.into()).into()
}

#[expect(missing_docs, reason = "its documentation is that of the re-export")]
#[proc_macro]
pub fn enter(arguments: TokenStream) -> TokenStream {
    expand::enter(arguments.into()).into()
}
