//! Tokens of an input, found again in an expansion.

use crate::source::place;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::{
    collections::HashSet,
    hash::{DefaultHasher, Hash, Hasher},
};

pub(super) type Place = (usize, usize);

/// A token that is no group, and comes from the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Leaf {
    pub(super) place: Place,
    pub(super) text: String,
    /// The groups that it is in, as one number: where each begins, and its delimiters. Zero for none.
    pub(super) path: u64,
}

/// A fragment's invisible ones may become parentheses, which hold the same together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Brackets {
    Round,
    Square,
    Curly,
}

type Step = (Place, Brackets);

/// Those in the order in which they stand.
pub(super) fn leaves(tokens: TokenStream) -> Vec<Leaf> {
    let mut found = Vec::new();
    collect(tokens, Among::default(), (0, None), &mut found);
    found
}

/// What to look for: everything, unless something is given.
#[derive(Clone, Copy, Default)]
pub(super) struct Among<'a> {
    pub(super) places: Option<&'a HashSet<Place>>,
    /// For the paths.
    pub(super) groups: Option<&'a HashSet<Place>>,
}

pub(super) fn leaves_among(tokens: TokenStream, among: Among<'_>) -> Vec<Leaf> {
    let mut found = Vec::new();
    collect(tokens, among, (0, None), &mut found);
    found
}

fn collect(tokens: TokenStream, among: Among<'_>, (path, last): (u64, Option<Step>), found: &mut Vec<Leaf>) {
    for token in tokens {
        let place = place(token.span());
        let TokenTree::Group(group) = token else {
            if let Some(place) = place
                && among.places.is_none_or(|places| places.contains(&place))
            {
                found.push(Leaf { place, text: token.to_string(), path });
            }
            continue;
        };
        let brackets = match group.delimiter() {
            Delimiter::Parenthesis | Delimiter::None => Brackets::Round,
            Delimiter::Bracket => Brackets::Square,
            Delimiter::Brace => Brackets::Curly,
        };
        // The user's braces may be there twice, one in the other: see `render::enclose`.
        let step = place
            .filter(|place| among.groups.is_none_or(|groups| groups.contains(place)))
            .map(|place| (place, brackets))
            .filter(|step| last != Some(*step));
        let below = step.map_or((path, last), |step| (further(path, step), Some(step)));
        collect(group.stream(), among, below, found);
    }
}

fn further(path: u64, step: Step) -> u64 {
    let mut hasher = DefaultHasher::new();
    (path, step).hash(&mut hasher);
    hasher.finish()
}

/// The places at which groups begin. Without `with_middles`, braces that stand alone in others do not count, or after a `;`: the
/// next attribute of ours writes those of an earlier one anew, around its own entry, too.
pub(super) fn groups(tokens: TokenStream, with_middles: bool, places: &mut HashSet<Place>) {
    let tokens = list(tokens);
    let is_attribute = |token: &TokenTree| match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Bracket,
        token => ["#", "!"].contains(&token.to_string().as_str()),
    };
    let is_separator = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ';');
    let is_alone = match &tokens[..] {
        [attributes @ .., separator, TokenTree::Group(last)] if is_separator(separator) => {
            last.delimiter() == Delimiter::Brace && attributes.iter().all(is_attribute)
        }
        [attributes @ .., TokenTree::Group(last)] => {
            last.delimiter() == Delimiter::Brace && attributes.iter().all(is_attribute)
        }
        _ => false,
    };
    for token in tokens {
        if let TokenTree::Group(group) = token {
            places.extend(
                place(group.span()).filter(|_| with_middles || !(is_alone && group.delimiter() == Delimiter::Brace)),
            );
            groups(group.stream(), with_middles, places);
        }
    }
}

/// Whether it is the same tokens at the same places.
pub(super) fn are_same(some: &[TokenTree], others: &[TokenTree]) -> bool {
    some.len() == others.len() && some.iter().zip(others).all(|(one, other)| is_same(one, other))
}

/// As [`are_same`], but a fragment that is a sum may have got parentheses.
pub(super) fn are_same_but_for_fragments(some: &[TokenTree], others: &[TokenTree]) -> bool {
    some.len() == others.len()
        && some.iter().zip(others).all(|(one, other)| match (one, other) {
            (TokenTree::Group(one), TokenTree::Group(other))
                if one.delimiter() == Delimiter::None && other.delimiter() == Delimiter::Parenthesis =>
            {
                are_same(&list(one.stream()), &list(other.stream()))
            }
            _ => is_same(one, other),
        })
}

fn is_same(one: &TokenTree, other: &TokenTree) -> bool {
    let is_same = match (one, other) {
        (TokenTree::Group(one), TokenTree::Group(other)) => {
            one.delimiter() == other.delimiter() && are_same(&list(one.stream()), &list(other.stream()))
        }
        (TokenTree::Ident(one), TokenTree::Ident(other)) => one == other,
        (TokenTree::Punct(one), TokenTree::Punct(other)) => {
            one.as_char() == other.as_char() && one.spacing() == other.spacing()
        }
        (TokenTree::Literal(one), TokenTree::Literal(other)) => one.to_string() == other.to_string(),
        _ => false,
    };
    is_same && place(one.span()) == place(other.span())
}

pub(super) fn list(tokens: TokenStream) -> Vec<TokenTree> {
    tokens.into_iter().collect()
}

/// Without the delimiters of fragments, which a parser passes over where it can.
pub(super) fn flat(tokens: &[TokenTree]) -> Vec<TokenTree> {
    let flat_one = |token: &TokenTree| match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::None => flat(&list(group.stream())),
        token => vec![token.clone()],
    };
    tokens.iter().flat_map(flat_one).collect()
}
