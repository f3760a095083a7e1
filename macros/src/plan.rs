//! The plan of an expansion: an invocation that has passed every rule.

use crate::{
    parse::{arguments::Share, function::Function},
    return_type::lazy_return::Container,
};
use proc_macro2::{Ident, Span, TokenStream};
use syn::Path;

pub(crate) struct Plan {
    pub(crate) function: Function,
    pub(crate) checks: Vec<Check>,
    /// In the order in which they are made.
    pub(crate) entries: Vec<Entry>,
    /// How the result carries the entries that outlast the call.
    pub(crate) carriage: Option<Carriage>,
}

/// A return type, or a part of one, that the compiler checks.
pub(crate) struct Check {
    pub(crate) returned: TokenStream,
    /// Where the compiler reports an error about it.
    pub(crate) span: Span,
    /// Whether it is inside the return type or the output of an `async fn`, so that no other return type could carry the
    /// entry.
    pub(crate) is_inside: bool,
}

/// One entry, or a guard that is held like one.
pub(crate) struct Entry {
    pub(crate) source: Source,
    /// The name of its guard in the body.
    pub(crate) guard: Option<Ident>,
    /// Whether it lasts as long as the function's result, instead of the call.
    pub(crate) is_carried: bool,
    pub(crate) crate_path: Option<Path>,
}

/// How a lazy result carries its entries.
pub(crate) struct Carriage {
    pub(crate) container: Container,
    /// The function's return type, to which results of several types are coerced; `None` if it contains `impl`.
    pub(crate) declared: Option<TokenStream>,
    /// Whether the body may return early. It then runs in a closure, so that the result of each `return` is caught.
    pub(crate) body_returns: bool,
    /// Whether the arguments may return early, too, and the type of their results must be that of the body.
    pub(crate) entries_return: bool,
}

/// A `#[single_flight]`.
pub(crate) struct Flight {
    pub(crate) function: Function,
    pub(crate) body: FlightBody,
    /// Whether the map or the key is still a `todo!()`.
    pub(crate) is_unfinished: bool,
    pub(crate) map: TokenStream,
    pub(crate) map_span: Span,
    pub(crate) key: TokenStream,
    pub(crate) share: Option<Share>,
    /// The type of the result.
    pub(crate) returned: TokenStream,
    /// Where the compiler reports an error about the result.
    pub(crate) returned_span: Span,
    pub(crate) crate_path: Option<Path>,
}

/// The form of the body in the expansion.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum FlightBody {
    /// An `async` block.
    Future,
    Closure,
}

/// The source of a guard.
pub(crate) enum Source {
    Map(Box<Enter>),
    Hold {
        guard: TokenStream,
        span: Span,
    },
    /// The map, the key or the guard is still a `todo!()`: the arguments, in the order in which they are evaluated.
    Unfinished(Vec<TokenStream>),
}

/// The arguments of the call that enters a map.
pub(crate) struct Enter {
    pub(crate) map: TokenStream,
    pub(crate) map_span: Span,
    pub(crate) key: TokenStream,
    /// The default value of the map's value type is used if there is none.
    pub(crate) value: Option<TokenStream>,
    pub(crate) occupied: Option<Occupied>,
}

/// The expression that runs if the key is already present.
pub(crate) struct Occupied {
    pub(crate) existing: Option<TokenStream>,
    pub(crate) expression: TokenStream,
    pub(crate) span: Span,
}
