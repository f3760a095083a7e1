//! From text to tokens, with a spelling for what text has none for.
//!
//! What a `macro_rules!` hands on arrives in delimiters that cannot be seen. Here `__fragment[…]` stands for them.

use proc_macro2::{Delimiter, Group, LineColumn, Span, TokenStream, TokenTree};

pub(crate) const FRAGMENT: &str = "__fragment";

/// Deeper ones are for `tests/nesting.rs`; longer ones would not be read by anybody.
const DEPTH: usize = 100;
const LENGTH: usize = 16 * 1024;

/// `None` if the text is not made of tokens.
pub(crate) fn read(text: &str) -> Option<Vec<TokenTree>> {
    if text.len() > LENGTH || depth(text) > DEPTH {
        return None;
    }
    // Not on the first line, where whatever a macro makes says that it stands.
    let tokens: TokenStream = format!("\n{text}").parse().ok()?;
    Some(if text.contains(FRAGMENT) { with_fragments(tokens) } else { tokens.into_iter().collect() })
}

/// At most: brackets in a string count, too.
fn depth(text: &str) -> usize {
    let (mut depth, mut most) = (0_usize, 0);
    for character in text.bytes() {
        match character {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        most = most.max(depth);
    }
    most
}

fn with_fragments(tokens: TokenStream) -> Vec<TokenTree> {
    let mut read = Vec::new();
    for token in tokens {
        let TokenTree::Group(group) = token else {
            read.push(token);
            continue;
        };
        let is_fragment = group.delimiter() == Delimiter::Bracket
            && matches!(read.last(), Some(TokenTree::Ident(word)) if word == FRAGMENT);
        let delimiter = if is_fragment {
            read.pop();
            Delimiter::None
        } else {
            group.delimiter()
        };
        let mut rebuilt = Group::new(delimiter, with_fragments(group.stream()).into_iter().collect());
        rebuilt.set_span(group.span());
        read.push(TokenTree::Group(rebuilt));
    }
    read
}

/// The reverse of [`read`]: each token is then at a place of its own again.
pub(crate) fn write(tokens: impl IntoIterator<Item = TokenTree>, text: &mut String) {
    use std::fmt::Write as _;

    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                let (open, close) = delimiters(group.delimiter());
                text.push_str(open);
                write(group.stream(), text);
                text.push_str(close);
            }
            TokenTree::Punct(punct) if punct.spacing() == proc_macro2::Spacing::Joint => {
                text.push(punct.as_char());
                continue;
            }
            token => _ = write!(text, "{token}"),
        }
        text.push(' ');
    }
}

pub(crate) fn delimiters(delimiter: Delimiter) -> (&'static str, &'static str) {
    match delimiter {
        Delimiter::Parenthesis => ("(", ")"),
        Delimiter::Brace => ("{", "}"),
        Delimiter::Bracket => ("[", "]"),
        Delimiter::None => ("__fragment[", "]"),
    }
}

/// Where a token begins in the text, which is what it is told from others by; `None` of one that a macro made.
pub(crate) fn place(span: Span) -> Option<(usize, usize)> {
    let LineColumn { line, column } = span.start();
    (line > 1).then_some((line, column))
}
