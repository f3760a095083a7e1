//! The attribute and the statement of [scoped-entry](https://docs.rs/scoped-entry), which re-exports them: depend on that
//! crate instead.
//!
//! How an invocation becomes code. `enter!` takes the same way, without an item:
//!
//! ```text
//! arguments ─► parse ─► Arguments ─┐
//! item ──────► parse ─► Function ──┴─► rules ─► Plan ─► render ─► tokens
//!                (with its Kind)         │
//!                                        └─► diagnostics, all at once ─► compile_error! beside the item
//! ```
//!
//! Only parsing and rules can fail; a plan has no errors in it. [`return_type`] reads what the function returns, [`body`]
//! what its body looks like, [`tokens`] has what works on tokens alone.
//!
//! The body is never parsed: it stays the tokens that it came as, except for the shape of what `#[async_trait]` makes.
//! Several attributes on a function whose result carries its entries become one first: see [`parse::stacked`].

#![forbid(unsafe_code)]

mod body;
mod diagnostics;
mod expand;
mod parse;
mod plan;
mod render;
mod return_type;
mod rules;
#[cfg(test)]
mod tests;
mod tokens;

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
