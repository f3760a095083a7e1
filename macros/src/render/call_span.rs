//! The location of an entry: that of the annotated function's name, or of the macro call.

use super::runtime;
use crate::parse::function::Function;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;
use syn::Path;

/// The location of the entry, as its map records it.
#[derive(Clone, Copy)]
pub(super) struct CallSpan {
    /// The span of the expansion's call of `here`, and therefore its location.
    span: Span,
    /// Whether the call is in a constant, so that a `#[track_caller]` on the function does not change its location.
    is_constant: bool,
}

impl CallSpan {
    /// The function's name.
    pub(super) fn of_function(function: &Function) -> Self {
        Self { span: function.name().span(), is_constant: function.tracks_caller().is_some() }
    }

    /// The macro call. The attributes of the function around it are unknown.
    pub(super) fn of_macro() -> Self {
        Self { span: Span::mixed_site(), is_constant: true }
    }

    /// Renders the call; the method's name and its parentheses have the span.
    ///
    /// ```text
    /// ::scoped_entry::__private::Call.here()
    /// ```
    ///
    /// In a function with `#[track_caller]`, and where the attributes are unknown:
    ///
    /// ```text
    /// const { ::scoped_entry::__private::Call.here() }
    /// ```
    pub(super) fn render(self, crate_path: Option<&Path>) -> TokenStream {
        let call = runtime::call(crate_path);
        let here = Ident::new(runtime::HERE.name, self.span);
        let here = quote_spanned!(self.span=> #here());
        let here = quote_spanned!(Span::mixed_site()=> #call.#here);
        if self.is_constant { quote_spanned!(Span::mixed_site()=> const { #here }) } else { here }
    }
}
