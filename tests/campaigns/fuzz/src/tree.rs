//! Tokens that can be taken apart and put together, and have no places.

use crate::source::{self, delimiters};
use proc_macro2::{Delimiter, Spacing, TokenTree};
use std::sync::Arc;

#[derive(Clone, Debug)]
pub(crate) enum Tree {
    Leaf(Arc<str>, Spacing),
    Group(Delimiter, Vec<Tree>),
}

impl Tree {
    pub(crate) fn leaf(text: &str) -> Self {
        Self::Leaf(text.into(), Spacing::Alone)
    }

    pub(crate) fn is(&self, text: &str) -> bool {
        matches!(self, Self::Leaf(leaf, _) if &**leaf == text)
    }

    pub(crate) fn group(&self, wanted: Delimiter) -> Option<&Vec<Tree>> {
        match self {
            Self::Group(delimiter, trees) if *delimiter == wanted => Some(trees),
            _ => None,
        }
    }
}

/// `None` if the text is not made of tokens.
pub(crate) fn read(text: &str) -> Option<Vec<Tree>> {
    source::read(text).map(from_tokens)
}

pub(crate) fn from_tokens(tokens: impl IntoIterator<Item = TokenTree>) -> Vec<Tree> {
    let mut trees = Vec::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        trees.push(match token {
            TokenTree::Group(group) => Tree::Group(group.delimiter(), from_tokens(group.stream())),
            TokenTree::Punct(punct) => match tokens.peek() {
                // A lifetime is one word, for a mutation not to leave half of it.
                Some(TokenTree::Ident(name)) if punct.as_char() == '\'' => {
                    let lifetime = format!("'{name}");
                    tokens.next();
                    Tree::leaf(&lifetime)
                }
                _ => Tree::Leaf(punct.to_string().into(), punct.spacing()),
            },
            token => Tree::leaf(&token.to_string()),
        });
    }
    trees
}

pub(crate) fn write(trees: &[Tree]) -> String {
    let mut text = String::new();
    append(trees, &mut text);
    text
}

fn append(trees: &[Tree], text: &mut String) {
    for tree in trees {
        match tree {
            Tree::Leaf(leaf, spacing) => {
                text.push_str(leaf);
                if *spacing == Spacing::Joint {
                    continue;
                }
            }
            Tree::Group(delimiter, trees) => {
                let (open, close) = delimiters(*delimiter);
                text.push_str(open);
                append(trees, text);
                text.push_str(close);
            }
        }
        text.push(' ');
    }
}

/// How many places there are at which a token stands or could.
pub(crate) fn places(trees: &[Tree]) -> usize {
    let inside = |tree: &Tree| match tree {
        Tree::Group(_, trees) => 1 + places(trees),
        Tree::Leaf(..) => 1,
    };
    1 + trees.iter().map(inside).sum::<usize>()
}

/// Calls `change` with the list that the place is in, and the index in it.
pub(crate) fn at_place<T>(
    trees: &mut Vec<Tree>,
    place: &mut usize,
    change: &mut impl FnMut(&mut Vec<Tree>, usize) -> T,
) -> Option<T> {
    for index in 0..=trees.len() {
        if *place == 0 {
            return Some(change(trees, index));
        }
        *place -= 1;
        if let Some(Tree::Group(_, inner)) = trees.get_mut(index)
            && let Some(changed) = at_place(inner, place, change)
        {
            return Some(changed);
        }
    }
    None
}
