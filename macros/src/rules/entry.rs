//! The rules for the arguments of one entry.

use super::{key, map};
use crate::{
    diagnostics::Diagnostics,
    parse::{
        arguments::{Arguments, Form, Name},
        function::Function,
    },
    plan::{Enter, Entry, Occupied, Source},
    tokens::{
        borrow,
        none_groups::reassemble_deeply,
        receiver::{self, Receiver},
        unfinished::is_unfinished,
    },
};
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Expr, spanned::Spanned};

/// The code in which the arguments are evaluated.
#[derive(Clone, Copy)]
pub(super) enum Site<'a> {
    /// The annotated function, and its receiver.
    Function(&'a Function, Option<Receiver>),
    /// The block that contains an `enter!`, which the macro cannot see.
    Block,
}

impl Site<'_> {
    fn example(self) -> &'static str {
        match self {
            Self::Function(..) => "#[scoped_entry(map = self.inflight, key = id)]",
            Self::Block => "enter!(map = self.inflight, key = id);",
        }
    }

    fn another(self) -> &'static str {
        match self {
            Self::Function(..) => "put a second `#[scoped_entry(…)]` on the function",
            Self::Block => "write a second `enter!(…);`",
        }
    }

    /// Rewrites `self` to the name that the receiver has at the site.
    pub(super) fn rewrite_self(self, tokens: TokenStream, diagnostics: &mut Diagnostics) -> TokenStream {
        let tokens = reassemble_deeply(tokens);
        match self {
            Self::Function(_, Some(receiver)) => receiver.rewrite_self(tokens),
            Self::Function(function, None) => {
                if let Some(span) = receiver::find(tokens.clone()) {
                    diagnostics
                        .at(span, format_args!("`self` does not exist here: `{}` has no receiver", function.name()));
                }
                tokens
            }
            Self::Block => tokens,
        }
    }
}

/// The rules of `enter!`.
pub(crate) fn statement(arguments: &Arguments, diagnostics: &mut Diagnostics) -> Option<Entry> {
    if let Some(until) = arguments.given(Name::Until) {
        diagnostics.at(until, "`until` is an argument of the attribute: an entry made by `enter!` ends with its block");
    }
    entry(arguments, Site::Block, false, diagnostics)
}

pub(super) fn entry(
    arguments: &Arguments,
    site: Site<'_>,
    is_carried: bool,
    diagnostics: &mut Diagnostics,
) -> Option<Entry> {
    let source = if arguments.is_given(Name::Hold) {
        hold(arguments, site, diagnostics)
    } else {
        enter(arguments, site, is_carried, diagnostics)
    };
    Some(Entry {
        source: source?,
        guard: arguments.guard.clone(),
        is_carried,
        crate_path: arguments.crate_path.clone(),
    })
}

fn hold(arguments: &Arguments, site: Site<'_>, diagnostics: &mut Diagnostics) -> Option<Source> {
    for name in [Name::Map, Name::Key, Name::Value, Name::Occupied] {
        if let (Some(given), Some(_)) = (arguments.written(name), arguments.written(Name::Hold)) {
            diagnostics.at(
                given,
                format_args!(
                    "`{name}` cannot be combined with `hold`, whose guard does not come from a map; for both, {}",
                    site.another(),
                ),
            );
        }
    }
    let hold = arguments.hold.as_ref()?;
    if let Some(message) = map::string(Name::Hold, hold) {
        diagnostics.at(hold.span(), message);
        return None;
    }
    let guard = site.rewrite_self(borrow::value(hold.to_token_stream()), diagnostics);
    if is_unfinished(hold) {
        return Some(Source::Unfinished(vec![guard]));
    }
    Some(Source::Hold { guard, span: hold.span() })
}

fn enter(arguments: &Arguments, site: Site<'_>, is_carried: bool, diagnostics: &mut Diagnostics) -> Option<Source> {
    for name in [Name::Map, Name::Key] {
        if arguments.is_missing(name) {
            diagnostics.absent(format_args!("`{name}` is required, as in `{}`", site.example()));
        }
    }
    let is_map = arguments.map.as_ref().is_none_or(|map| map::check(map, diagnostics));
    if let (Site::Function(function, _), Some(key)) = (site, &arguments.key) {
        key::check(key, function, Form::Attribute, diagnostics);
    }
    if !is_map {
        return None;
    }
    let crate_path = arguments.crate_path.as_ref();
    let mut rewrite = |tokens| site.rewrite_self(tokens, diagnostics);
    // A named guard may be moved out of the function, too.
    let may_travel = is_carried || arguments.guard.is_some();
    let borrowed = |map| if may_travel { borrow::borrowed_for_longer(map, crate_path) } else { borrow::borrowed(map) };
    let map = arguments.map.as_ref().map(|map| rewrite(borrowed(map)));
    let key = arguments.key.as_ref().map(|key| rewrite(borrow::key(key, crate_path)));
    let value = arguments.value.as_ref().map(|value| rewrite(borrow::value(value.to_token_stream())));
    let occupied = arguments.occupied.as_ref().map(|occupied| Occupied {
        span: occupied.expression.span(),
        existing: occupied.existing.as_ref().map(|pattern| rewrite(pattern.to_token_stream())),
        expression: rewrite(borrow::in_a_block(&occupied.expression)),
    });
    let map_span = arguments.map.as_ref().map(Expr::span)?;
    let (map, key) = (map?, key?);
    if [&arguments.map, &arguments.key].into_iter().flatten().any(is_unfinished) {
        return Some(Source::Unfinished([map, key].into_iter().chain(value).collect()));
    }
    Some(Source::Map(Box::new(Enter { map, map_span, key, value, occupied })))
}
