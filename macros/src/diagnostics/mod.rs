//! Collects the errors of an invocation, to report all of them at once.

mod lines;
pub(crate) mod suggest;

use crate::render::runtime;
use proc_macro2::{Span, TokenStream};
use std::fmt::Display;
use syn::Path;

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

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    pub(crate) fn into_compile_errors(self, crate_path: Option<&Path>) -> Option<TokenStream> {
        Some(through_our_crate(self.0?.to_compile_error(), crate_path))
    }
}

/// Replaces the path in syn's `::core::compile_error! { … }` by one through our crate: a crate called `core` may be among the
/// user's dependencies.
fn through_our_crate(errors: TokenStream, crate_path: Option<&Path>) -> TokenStream {
    let errors: Vec<_> = errors.into_iter().collect();
    let replaced = errors.chunks(8).flat_map(|error| match error {
        // `:`, `:`, `core`, `:`, `:`, `compile_error`, `!` and the message in braces.
        [first, .., bang, message] => {
            let path = runtime::compile_error(crate_path, first.span());
            path.into_iter().chain([bang.clone(), message.clone()]).collect::<Vec<_>>()
        }
        rest => rest.to_vec(),
    });
    replaced.collect()
}
