//! What the arguments say, found again in the expansion.

use super::{
    Violation,
    trace::{Among, Place, leaves, leaves_among, list},
    violation,
};
use crate::invocation::Invocation;
use proc_macro2::{Delimiter, Group, Spacing, TokenStream, TokenTree};
use std::collections::{HashMap, HashSet};
use syn::Expr;

/// Those that are evaluated, in the order in which they are.
const EVALUATED: [&str; 5] = ["map", "key", "value", "occupied", "hold"];
const OTHERS: [&str; 4] = ["guard", "until", "share", "crate"];

/// Words that the macro puts where something of the user's stands, for errors to be shown there.
const PLACED: [&str; 9] =
    ["enter", "try_enter", "try_enter_or_existing", "named", "guard", "flight", "lasting", "is_a_guard", "here"];

/// Once each; and before the `body`, if that is to be looked at.
pub(super) fn check(invocation: &Invocation, expansion: &TokenStream, body: Option<&Group>) -> Result<(), Violation> {
    let mut places: HashSet<Place> = leaves(invocation.arguments.clone()).into_iter().map(|leaf| leaf.place).collect();
    places.extend(body.into_iter().flat_map(|body| leaves(body.stream())).map(|leaf| leaf.place));
    let mut found: HashMap<(Place, String), Vec<usize>> = HashMap::new();
    let among = Among { places: Some(&places), groups: None };
    for (at, leaf) in leaves_among(expansion.clone(), among).into_iter().enumerate() {
        found.entry((leaf.place, leaf.text)).or_default().push(at);
    }
    let mut begin = 0;
    for arguments in one_by_one(&list(invocation.arguments.clone())) {
        for name in EVALUATED {
            let Some(value) = given(&arguments, name) else { continue };
            let mut last = begin;
            for leaf in leaves(value) {
                if leaf.text == "," || name == "occupied" && leaf.text == "|" || is_respelt(&leaf.text) {
                    continue;
                }
                let at = found.get(&(leaf.place, leaf.text.clone()));
                // Below `#[async_trait]`, the receiver has another name.
                let at = at.or_else(|| found.get(&(leaf.place, format!("__{}", leaf.text))));
                let promise = "what an argument says is in the expansion once, in the arguments' order";
                match at.map(Vec::as_slice) {
                    None => return violation(promise, format_args!("`{}` of `{name}` is not there", leaf.text)),
                    Some(&[at]) if at >= begin => last = last.max(at),
                    Some(_) if PLACED.contains(&leaf.text.as_str()) => {}
                    Some([_]) => {
                        return violation(promise, format_args!("`{}` of `{name}` is too early", leaf.text));
                    }
                    Some(_) => {
                        return violation(promise, format_args!("`{}` of `{name}` is there twice", leaf.text));
                    }
                }
            }
            begin = last;
        }
    }
    let first = body.and_then(|body| {
        // Inner attributes go before everything.
        leaves(body.stream())
            .into_iter()
            .skip_while(|leaf| matches!(leaf.text.as_str(), "#" | "!") || leaf.path != 0)
            .find_map(|leaf| found.get(&(leaf.place, leaf.text))?.first().copied())
    });
    match first {
        Some(first) if first < begin => violation("an entry begins before the body", "the body is first"),
        _ => Ok(()),
    }
}

/// As `0x1f`, which may be the index of a field: those are printed as the numbers that they are.
fn is_respelt(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_digit()) && !text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Those that were handed on from earlier attributes, and the last one's own.
fn one_by_one(tokens: &[TokenTree]) -> Vec<Vec<TokenTree>> {
    match tokens {
        [TokenTree::Ident(after), TokenTree::Group(earlier), TokenTree::Punct(comma), own @ ..]
            if after == "__after" && comma.as_char() == ',' =>
        {
            let mut all = one_by_one(&list(earlier.stream()));
            all.push(flat(own));
            all
        }
        tokens => vec![flat(tokens)],
    }
}

/// Without the delimiters of fragments, which a parser passes over where it can.
fn flat(tokens: &[TokenTree]) -> Vec<TokenTree> {
    let flat_one = |token: &TokenTree| match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::None => flat(&list(group.stream())),
        token => vec![token.clone()],
    };
    tokens.iter().flat_map(flat_one).collect()
}

/// What stands after `name =`, up to the next argument.
fn given(arguments: &[TokenTree], name: &str) -> Option<TokenStream> {
    let mut starts: Vec<usize> = Vec::new();
    for at in (0..arguments.len()).filter(|at| is_start(arguments, *at)) {
        // In `f::<A, key = B>()` the comma ends nothing.
        let before = starts.last().map_or(&[][..], |start| &arguments[start + 2..at - 1]);
        let has_generics =
            before.iter().any(|token| matches!(token, TokenTree::Punct(punct) if punct.as_char() == '<'));
        if !has_generics || syn::parse2::<Expr>(before.iter().cloned().collect()).is_ok() {
            starts.push(at);
        }
    }
    let index = starts.iter().position(|at| matches!(&arguments[*at], TokenTree::Ident(word) if word == name))?;
    let end = starts.get(index + 1).copied().unwrap_or(arguments.len());
    Some(arguments[starts[index] + 2..end].iter().cloned().collect())
}

fn is_start(arguments: &[TokenTree], at: usize) -> bool {
    let follows =
        at.checked_sub(1).is_none_or(|at| matches!(&arguments[at], TokenTree::Punct(comma) if comma.as_char() == ','));
    let is_name = matches!(&arguments[at], TokenTree::Ident(word)
        if EVALUATED.iter().chain(&OTHERS).any(|name| word == name));
    let is_given = match (arguments.get(at + 1), arguments.get(at + 2)) {
        (Some(TokenTree::Punct(equals)), Some(TokenTree::Punct(next))) if equals.spacing() == Spacing::Joint => {
            equals.as_char() == '=' && !['=', '>'].contains(&next.as_char())
        }
        (Some(TokenTree::Punct(equals)), _) => equals.as_char() == '=',
        _ => false,
    };
    follows && is_name && is_given
}
