//! Every path that generated code names.
//!
//! All are absolute and none needs the prelude. They resolve where the macro was defined, so that nothing a user
//! declares can shadow them.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::Path;

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
    shared: shared,
    unique: unique,
    unique_or_existing: unique_or_existing,
    default_value: default_value,
    elements: Elements,
    returned: Returned,
}

macro_rules! core_paths {
    ($($name:ident: $($segment:ident)::+,)*) => {$(
        pub(crate) fn $name() -> TokenStream {
            quote_spanned!(Span::mixed_site()=> $(::$segment)+)
        }
    )*};
}

core_paths! {
    some: core::option::Option::Some,
    none: core::option::Option::None,
    ok: core::result::Result::Ok,
    err: core::result::Result::Err,
}
