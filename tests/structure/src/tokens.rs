//! The paths in the tokens of a macro.

use crate::{
    names::Namespace,
    path::{Path, line, text},
};
use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};

/// What looks like a path, with the namespaces that it may be meant in.
pub(crate) type Found = (Path, &'static [Namespace]);

const CALLED: &[Namespace] = &[Namespace::Type, Namespace::Value];
const TYPE: &[Namespace] = &[Namespace::Type];
const MACRO: &[Namespace] = &[Namespace::Macro];

/// What a name follows that is being defined.
const DEFINING: [&str; 14] = [
    "struct",
    "enum",
    "union",
    "trait",
    "fn",
    "type",
    "const",
    "static",
    "mod",
    "macro_rules",
    "let",
    "mut",
    "ref",
    "for",
];

/// In the arguments of a macro.
pub(crate) fn in_arguments(macro_name: &str, tokens: &TokenStream) -> Vec<Found> {
    let tokens: Vec<_> = tokens.clone().into_iter().collect();
    let own = match macro_name {
        "quote" | "parse_quote" => &[],
        "quote_spanned" | "parse_quote_spanned" => {
            let arrow = tokens.windows(2).position(|pair| is_punct(&pair[0], '=') && is_punct(&pair[1], '>'));
            &tokens[..arrow.unwrap_or(0)]
        }
        _ => &tokens[..],
    };
    let mut found = Vec::new();
    scan(own, &mut found);
    found
}

/// In what the arms of a `macro_rules!` expand to.
pub(crate) fn in_expansions(rules: &TokenStream) -> Vec<Found> {
    let rules: Vec<_> = rules.clone().into_iter().collect();
    let mut found = Vec::new();
    for arm in rules.windows(3) {
        if let [equals, arrow, TokenTree::Group(expansion)] = arm
            && is_punct(equals, '=')
            && is_punct(arrow, '>')
        {
            scan_group(expansion, &mut found);
        }
    }
    found
}

fn scan_group(group: &Group, found: &mut Vec<Found>) {
    let tokens: Vec<_> = group.stream().into_iter().collect();
    scan(&tokens, found);
}

fn scan(tokens: &[TokenTree], found: &mut Vec<Found>) {
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        at += match token {
            TokenTree::Group(group) => {
                scan_group(group, found);
                1
            }
            TokenTree::Ident(first) => path(first, &tokens[..at], &tokens[at + 1..], found) + 1,
            _ => 1,
        };
    }
}

/// Adds the path that `first` begins, unless it is no path. How many of the tokens after `first` belong to it.
fn path(first: &Ident, before: &[TokenTree], after: &[TokenTree], found: &mut Vec<Found>) -> usize {
    let mut path = Path { absolute: false, segments: vec![text(first)], line: line(first) };
    let mut taken = 0;
    while let [colon, second, next, ..] = &after[taken..]
        && is_punct(colon, ':')
        && is_punct(second, ':')
    {
        match next {
            TokenTree::Ident(segment) => path.segments.push(text(segment)),
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                grouped(&path, group, found);
                return taken + 3;
            }
            _ => break,
        }
        taken += 3;
    }
    match Before::of(before) {
        Before::Metavariable if path.segments[0] == "crate" => path.segments[0] = "$crate".into(),
        Before::Metavariable | Before::Qualified => return taken,
        Before::Definition if path.segments.len() == 1 => return taken,
        _ => {}
    }
    let is_called =
        |token: &TokenTree| matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis);
    let is_lowercase = path.segments[0].starts_with(|first: char| first.is_lowercase());
    let namespaces = match &after[taken..] {
        [bang, next, ..] if is_punct(bang, '!') && !is_punct(next, '=') => MACRO,
        // A field, an argument or a binding with its type.
        [colon, ..] if is_punct(colon, ':') && path.segments.len() == 1 => return taken,
        [next, ..] if is_called(next) => CALLED,
        _ if path.segments.len() > 1 || !is_lowercase => CALLED,
        _ => TYPE,
    };
    found.push((path, namespaces));
    taken
}

/// `prefix::{a, b::c}`.
fn grouped(prefix: &Path, group: &Group, found: &mut Vec<Found>) {
    let mut inner = Vec::new();
    scan_group(group, &mut inner);
    found.extend(inner.into_iter().map(|(path, _)| {
        let segments = prefix.segments.iter().chain(&path.segments).cloned().collect();
        (Path { segments, ..path }, crate::names::EVERY)
    }));
}

enum Before {
    /// `$`
    Metavariable,
    /// `::`, `.` or `'`: a later segment, a member or a lifetime.
    Qualified,
    Definition,
    Other,
}

impl Before {
    fn of(tokens: &[TokenTree]) -> Self {
        match tokens {
            [.., dollar] if is_punct(dollar, '$') => Self::Metavariable,
            [.., first, second] if is_punct(first, ':') && is_punct(second, ':') => Self::Qualified,
            [.., first, second] if is_punct(first, '.') && is_punct(second, '.') => Self::Other,
            [.., punct] if is_punct(punct, '.') || is_punct(punct, '\'') => Self::Qualified,
            [.., TokenTree::Ident(keyword)] if DEFINING.iter().any(|defining| keyword == defining) => Self::Definition,
            _ => Self::Other,
        }
    }
}

fn is_punct(token: &TokenTree, punct: char) -> bool {
    matches!(token, TokenTree::Punct(token) if token.as_char() == punct)
}
