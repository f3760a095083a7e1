//! The attributes and the statement macro of [scoped-entry](https://docs.rs/scoped-entry), which re-exports them: depend on that
//! crate instead.
//!
//! An invocation becomes code in these steps. `enter!` takes the same steps, without an item:
//!
//! ```text
//! arguments ─► parse ─► Arguments ─┐
//! item ──────► parse ─► Function ──┴─► rules ─► Plan ─► render ─► tokens
//!                (with its Kind)         │
//!                                        └─► diagnostics, all at once ─► compile_error! beside the item
//! ```
//!
//! Only parsing and rules can fail; a plan contains no errors. The module `return_type` examines the function's return
//! type, `body` examines the tokens of its body, and `tokens` has helpers for tokens that are not parsed.
//!
//! The body is never parsed: its tokens are passed through, except where `#[async_trait]` has rewritten it. If the
//! function's result carries its entries, several attributes are first merged into one: see `parse::stacked`.

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
