//! What is to be written: an invocation in which nothing can be wrong any more.

use crate::parse::{arguments::Share, function::Function};
use proc_macro2::{Ident, Span, TokenStream};
use syn::Path;

pub(crate) struct Plan {
    pub(crate) function: Function,
    pub(crate) checks: Vec<Check>,
    /// In the order in which they begin.
    pub(crate) entries: Vec<Entry>,
    /// How those that outlast the call are carried.
    pub(crate) carriage: Option<Carriage>,
}

/// A return type, or a part of one, to ask the compiler about.
pub(crate) struct Check {
    pub(crate) returned: TokenStream,
    /// Where the answer is shown.
    pub(crate) span: Span,
}

/// One entry, or a guard that is held like one.
pub(crate) struct Entry {
    pub(crate) source: Source,
    /// The name that the body has for its guard.
    pub(crate) guard: Option<Ident>,
    /// Whether it lasts as long as what the function returns, and not as the call.
    pub(crate) is_carried: bool,
    pub(crate) runtime: Option<Path>,
}

/// How a lazy result carries its entries.
pub(crate) struct Carriage {
    pub(crate) is_pinned: bool,
    /// The function's return type, for results of several types that become this one. Not known of what contains `impl`.
    pub(crate) declared: Option<TokenStream>,
    /// It goes into a closure then, so that each `return` passes by.
    pub(crate) body_returns: bool,
    /// What the entries are made of may return early, too, and has to return what the body does.
    pub(crate) entries_return: bool,
}

/// A `#[single_flight]`.
pub(crate) struct Flight {
    pub(crate) function: Function,
    pub(crate) form: FlightForm,
    pub(crate) map: TokenStream,
    pub(crate) map_span: Span,
    pub(crate) key: TokenStream,
    pub(crate) share: Option<Share>,
    /// The type of the result.
    pub(crate) returned: TokenStream,
    /// Where an error about the result is shown.
    pub(crate) returned_span: Span,
    pub(crate) runtime: Option<Path>,
}

/// What the body becomes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum FlightForm {
    /// An `async` block.
    Future,
    Closure,
}

/// Where the guard comes from.
pub(crate) enum Source {
    Map(Box<Enter>),
    Hold { guard: TokenStream, span: Span },
}

/// How a map is entered, as expressions of a call.
pub(crate) struct Enter {
    pub(crate) map: TokenStream,
    pub(crate) map_span: Span,
    pub(crate) key: TokenStream,
    /// The map's default if there is none.
    pub(crate) value: Option<TokenStream>,
    pub(crate) occupied: Option<Occupied>,
}

/// What the call does if its key is taken.
pub(crate) struct Occupied {
    pub(crate) existing: Option<TokenStream>,
    pub(crate) expression: TokenStream,
    pub(crate) span: Span,
}
