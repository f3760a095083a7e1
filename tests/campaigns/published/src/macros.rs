//! Functions among the tokens of macros, which nobody can parse.
//!
//! What the right side of a `macro_rules!` says is code, and its functions are annotated as others are. What is in a macro's
//! call is for that macro to take or not, and is counted only.

use crate::annotate::Annotated;
use proc_macro2::{Delimiter, TokenStream, TokenTree};

#[derive(Debug, Default)]
pub(crate) struct InMacros {
    /// Each with the byte before which its attribute goes.
    pub(crate) found: Vec<(usize, Annotated)>,
    pub(crate) constant: usize,
    pub(crate) others: usize,
}

impl InMacros {
    /// Of `(…) => {…};`, again and again.
    pub(crate) fn in_rules(&mut self, rules: TokenStream) {
        let tokens: Vec<_> = rules.into_iter().collect();
        for (at, token) in tokens.iter().enumerate() {
            match token {
                TokenTree::Group(right) if is_punct(before(&tokens, at, 1), ">") => self.in_code(right.stream()),
                _ => {}
            }
        }
    }

    pub(crate) fn in_call(&mut self, tokens: TokenStream) {
        let tokens: Vec<_> = tokens.into_iter().collect();
        for (at, token) in tokens.iter().enumerate() {
            match token {
                TokenTree::Group(group) => self.in_call(group.stream()),
                _ => self.others += usize::from(name(&tokens, at).is_some()),
            }
        }
    }

    fn in_code(&mut self, code: TokenStream) {
        let tokens: Vec<_> = code.into_iter().collect();
        for (at, token) in tokens.iter().enumerate() {
            match token {
                TokenTree::Group(group) if is_punct(before(&tokens, at, 1), "!") => self.in_call(group.stream()),
                TokenTree::Group(group) => self.in_code(group.stream()),
                _ => {
                    if let Some(name) = name(&tokens, at) {
                        self.function(&tokens, at, name);
                    }
                }
            }
        }
    }

    fn function(&mut self, tokens: &[TokenTree], at: usize, name: String) {
        let start = head(tokens, at);
        let is_const = tokens[start..at].iter().any(|token| matches!(token, TokenTree::Ident(word) if word == "const"));
        if is_const {
            self.constant += 1;
        } else if is_beginning(tokens, start) {
            let line = tokens[at].span().start().line;
            self.found.push((tokens[start].span().byte_range().start, Annotated { name, line }));
        } else {
            self.others += 1;
        }
    }
}

/// The name of a function that has a body, if there is one `at` this token: `fn`, a name or a variable for one, and braces
/// before the next `;`.
fn name(tokens: &[TokenTree], at: usize) -> Option<String> {
    if !matches!(&tokens[at], TokenTree::Ident(word) if word == "fn") {
        return None;
    }
    let name = match (tokens.get(at + 1)?, tokens.get(at + 2)?) {
        (TokenTree::Ident(name), _) => name.to_string(),
        (TokenTree::Punct(dollar), TokenTree::Ident(name)) if dollar.as_char() == '$' => format!("${name}"),
        _ => return None,
    };
    let end = tokens[at..].iter().find(|token| match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        TokenTree::Punct(punct) => punct.as_char() == ';',
        _ => false,
    });
    matches!(end, Some(TokenTree::Group(_))).then_some(name)
}

/// Where the qualifiers and the visibility of the function begin.
fn head(tokens: &[TokenTree], mut at: usize) -> usize {
    const WORDS: [&str; 6] = ["pub", "default", "const", "async", "unsafe", "extern"];
    loop {
        let length = match (before(tokens, at, 2), before(tokens, at, 1)) {
            (_, Some(TokenTree::Ident(word))) if WORDS.iter().any(|qualifier| word == qualifier) => 1,
            (Some(dollar), Some(TokenTree::Ident(_))) if is_punct(Some(dollar), "$") => 2,
            (Some(TokenTree::Ident(word)), Some(TokenTree::Literal(_))) if word == "extern" => 2,
            (Some(TokenTree::Ident(word)), Some(TokenTree::Group(_))) if word == "pub" => 2,
            _ => return at,
        };
        at -= length;
    }
}

/// Whether an item may begin here: at first, after another one, after an attribute, or after what is repeated, which is
/// attributes.
fn is_beginning(tokens: &[TokenTree], at: usize) -> bool {
    match before(tokens, at, 1) {
        None => true,
        Some(TokenTree::Group(group)) => {
            group.delimiter() == Delimiter::Brace
                || group.delimiter() == Delimiter::Bracket && is_punct(before(tokens, at, 2), "#")
        }
        last => {
            is_punct(last, ";") || is_punct(last, "*?") && matches!(before(tokens, at, 2), Some(TokenTree::Group(_)))
        }
    }
}

fn before(tokens: &[TokenTree], at: usize, distance: usize) -> Option<&TokenTree> {
    at.checked_sub(distance).and_then(|at| tokens.get(at))
}

fn is_punct(token: Option<&TokenTree>, any: &str) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if any.contains(punct.as_char()))
}
