//! What a body looks like, as far as its tokens tell: it is never parsed.

use crate::{
    fragments::reassemble,
    paths::CHECK,
    tokens::{group, is_ident, is_path_separator, is_punct},
};
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// Of a block that this attribute has already enclosed: what stands before the body, and the body.
///
/// The next entry goes between the two, which makes several attributes on one function enter in the order in which
/// they are written.
pub(crate) fn split_enclosed(block: &Group) -> Option<(TokenStream, TokenStream)> {
    let block: Vec<_> = block.stream().into_iter().collect();
    let [middle] = &block[..] else { return None };
    let middle: Vec<_> = group(Some(middle), Delimiter::Brace)?.stream().into_iter().collect();
    let body = 1 + middle.iter().rposition(|token| is_punct(Some(token), ';'))?;
    let (entries, body) = middle.split_at(body);
    names_the_runtime(entries).then(|| (reassemble(entries.iter().cloned()), reassemble(body.iter().cloned())))
}

fn names_the_runtime(tokens: &[TokenTree]) -> bool {
    (0..tokens.len()).any(|at| match &tokens[at] {
        // In a function with `#[track_caller]` the name stands in a block.
        TokenTree::Group(group) => names_the_runtime(&group.stream().into_iter().collect::<Vec<_>>()),
        token => {
            is_ident(Some(token), "__private")
                && is_path_separator(&tokens[at + 1..])
                && ["Call", "Kept"].iter().any(|name| is_ident(tokens.get(at + 3), name))
        }
    })
}

/// Whether an attribute before this one has asked about the return type.
pub(crate) fn is_checked(entries: &TokenStream) -> bool {
    entries.clone().into_iter().any(|token| is_ident(Some(&token), CHECK))
}

/// Whether a block may declare something: by a `;`, as an item that needs none, or by a macro call that stands for
/// statements.
pub(crate) fn has_statements(block: &Group) -> bool {
    const ITEMS: [&str; 6] = ["fn", "struct", "enum", "union", "mod", "trait"];
    let tokens: Vec<_> = block.stream().into_iter().collect();
    // A name follows, or it is the `fn` of a type, or something called `union`.
    let is_item = |at: usize| {
        ITEMS.iter().any(|item| is_ident(tokens.get(at), item))
            && matches!(tokens.get(at + 1), Some(TokenTree::Ident(_)))
            || is_ident(tokens.get(at), "impl")
            || is_ident(tokens.get(at), "macro_rules")
    };
    let is_statement_macro = |at: usize| {
        is_punct(tokens.get(at), '!') && group(tokens.get(at + 1), Delimiter::Brace).is_some() && at + 2 < tokens.len()
    };
    (0..tokens.len()).any(|at| is_punct(tokens.get(at), ';') || is_item(at) || is_statement_macro(at))
}

/// Such as `format!("{id}")`.
pub(crate) fn is_macro_call(block: &Group) -> bool {
    let tokens: Vec<_> = block.stream().into_iter().collect();
    matches!(&tokens[..], [path @ .., bang, TokenTree::Group(_)]
        if is_punct(Some(bang), '!')
            && path.iter().all(|token| matches!(token, TokenTree::Ident(_)) || is_punct(Some(token), ':')))
}
