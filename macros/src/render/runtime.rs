//! Every path and method of the runtime crate that expansions name. This is the whole contract with that crate's
//! `macro_support`; `tests/runtime_contract.rs` compares the two.
//!
//! All paths are absolute and lead through this project's crate: a crate that the user's depends on may be called `core`. They
//! resolve where the macro is defined, so that the user's declarations cannot shadow them.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;
use syn::Path;

/// The module that contains all of it.
pub(crate) const PRIVATE: &str = "__private";
/// The items with which the statements of an entry begin.
pub(crate) const ENTRY_STATEMENTS: [&str; 2] = ["Call", "Kept"];

/// Each item gets a function that writes its path. In an error, the path is shown at the span that the function is given,
/// if it is given one.
macro_rules! items {
    ($($name:ident $(($shown_at:ident))?: $item:ident,)*) => {
        $(
            pub(crate) fn $name(crate_path: Option<&Path> $(, $shown_at: Span)?) -> TokenStream {
                let span = Span::mixed_site() $(.located_at($shown_at))?;
                let private = private(crate_path, span);
                quote_spanned!(span=> #private::$item)
            }
        )*

        #[cfg(test)]
        #[allow(dead_code, reason = "the fuzzer includes this file without the tests of this crate")]
        pub(crate) const ITEMS: &[&str] = &["compile_error", $(stringify!($item)),*];
    };
}

items! {
    attach: attach,
    borrowed_map: BorrowedMap,
    boxed: boxed,
    call: Call,
    call_body: call,
    carry: carry,
    carry_declared: carry_declared,
    default_value: default_value,
    elements(tuple): Elements,
    err: Err,
    kept: Kept,
    ok: Ok,
    option: Option,
    pinned: pinned,
    returned: returned,
    some: Some,
}

/// The macro that reports an error at `span`, to which all of its path is moved: the error starts where the path does.
pub(crate) fn compile_error(crate_path: Option<&Path>, span: Span) -> TokenStream {
    let private = private(crate_path, span);
    let moved = quote_spanned!(span=> #private::compile_error).into_iter().map(|mut token| {
        token.set_span(token.span().located_at(span));
        token
    });
    moved.collect()
}

fn private(crate_path: Option<&Path>, span: Span) -> TokenStream {
    let private = Ident::new(PRIVATE, span);
    match crate_path {
        Some(path) => quote_spanned!(span=> #path::#private),
        None => quote_spanned!(span=> ::scoped_entry::#private),
    }
}

/// A method, associated function or constant of one of the items, or of what another method returns.
#[derive(Clone, Copy)]
pub(crate) struct Method {
    pub(crate) name: &'static str,
}

impl Method {
    /// The method's name, shown at `span`, where the compiler reports an error about it.
    pub(crate) fn at(self, span: Span) -> Ident {
        Ident::new(self.name, Span::mixed_site().located_at(span))
    }
}

macro_rules! methods {
    ($($constant:ident: $owner:ident :: $method:ident,)*) => {
        $(pub(crate) const $constant: Method = Method { name: stringify!($method) };)*

        #[cfg(test)]
        #[allow(dead_code, reason = "the fuzzer includes this file without the tests of this crate")]
        pub(crate) const METHODS: &[(&str, &str)] = &[$((stringify!($owner), stringify!($method)),)*];
    };
}

methods! {
    HERE: Call::here,
    ENTER: Here::enter,
    TRY_ENTER: Here::try_enter,
    TRY_ENTER_OR_EXISTING: Here::try_enter_or_existing,
    FLIGHT: Here::flight,
    GUARD: Attempt::guard,
    NAMED: Attempt::named,
    OF_MAP: BorrowedMap::of,
    LASTING: BorrowedMap::lasting,
    OF_GUARD: Kept::of,
    KIND: Returned::kind,
    IS_A_GUARD: Guard::is_a_guard,
    IS_NOT_LAZY: NothingLazy::is_not_lazy,
    IS_NOT_LAZY_INSIDE: NothingLazy::is_not_lazy_inside,
    RUN: MacroCall::run,
    TRY_RUN: MacroCall::try_run,
    BLOCKING_RUN: MacroCall::blocking_run,
    TRY_BLOCKING_RUN: MacroCall::try_blocking_run,
}
