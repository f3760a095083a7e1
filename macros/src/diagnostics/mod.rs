//! Collects the errors of an invocation, to report all of them at once.

mod lines;
pub(crate) mod suggest;

use proc_macro2::{Span, TokenStream};
use std::fmt::Display;

#[derive(Default)]
pub(crate) struct Diagnostics(Option<syn::Error>);

impl Diagnostics {
    pub(crate) fn add(&mut self, error: syn::Error) {
        let lines = error.into_iter().map(|error| syn::Error::new(error.span(), lines::split(&error.to_string())));
        let Some(error) = lines.reduce(|mut first, error| {
            first.combine(error);
            first
        }) else {
            return;
        };
        match &mut self.0 {
            Some(first) => first.combine(error),
            None => self.0 = Some(error),
        }
    }

    pub(crate) fn at(&mut self, span: Span, message: impl Display) {
        self.add(syn::Error::new(span, message));
    }

    /// Reports that something is missing. The only token to point at is the attribute.
    pub(crate) fn absent(&mut self, message: impl Display) {
        self.at(Span::call_site(), message);
    }

    pub(crate) fn into_compile_errors(self) -> Option<TokenStream> {
        self.0.map(|error| error.to_compile_error())
    }
}
