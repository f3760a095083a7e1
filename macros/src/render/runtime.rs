//! Every path that generated code names, and the method that is looked for again.
//!
//! All are absolute and none needs the prelude. They resolve where the macro was defined, so that nothing a user
//! declares can shadow them.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::Path;

/// The method of the runtime's `Returned`.
pub(crate) const CHECK: &str = "is_not_lazy";

fn runtime(runtime: Option<&Path>) -> TokenStream {
    match runtime {
        Some(path) => quote_spanned!(Span::mixed_site()=> #path::__private),
        None => quote_spanned!(Span::mixed_site()=> ::scoped_entry::__private),
    }
}

macro_rules! runtime_paths {
    ($($name:ident: $item:ident,)*) => {$(
        pub(crate) fn $name(crate_path: Option<&Path>) -> TokenStream {
            let runtime = runtime(crate_path);
            quote_spanned!(Span::mixed_site()=> #runtime::$item)
        }
    )*};
}

runtime_paths! {
    attach: attach,
    call: Call,
    call_body: call,
    carry: carry,
    carry_declared: carry_declared,
    default_value: default_value,
    kept: Kept,
    pinned: pinned,
    place: BorrowedMap,
    returned: Returned,
}

/// Shown where the tuple is that it goes around.
pub(crate) fn elements(crate_path: Option<&Path>, tuple: Span) -> TokenStream {
    let span = Span::mixed_site().located_at(tuple);
    match crate_path {
        Some(path) => quote_spanned!(span=> #path::__private::Elements),
        None => quote_spanned!(span=> ::scoped_entry::__private::Elements),
    }
}

macro_rules! core_paths {
    ($($name:ident: $($segment:ident)::+,)*) => {$(
        pub(crate) fn $name() -> TokenStream {
            quote_spanned!(Span::mixed_site()=> $(::$segment)+)
        }
    )*};
}

core_paths! {
    ok: core::result::Result::Ok,
    err: core::result::Result::Err,
    some: core::option::Option::Some,
    option: core::option::Option,
}
