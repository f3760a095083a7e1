//! Helpers for tokens that are not parsed.

pub(crate) mod borrow;
pub(crate) mod none_groups;
pub(crate) mod receiver;
pub(crate) mod unfinished;

use proc_macro2::{Delimiter, Group, Spacing, TokenStream, TokenTree};

pub(crate) fn is_ident(token: Option<&TokenTree>, name: &str) -> bool {
    matches!(token, Some(TokenTree::Ident(ident)) if ident == name)
}

pub(crate) fn is_punct(token: Option<&TokenTree>, character: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == character)
}

/// Whether the tokens start with `::`.
pub(crate) fn is_path_separator(tokens: &[TokenTree]) -> bool {
    matches!(tokens.first(), Some(TokenTree::Punct(punct)) if punct.as_char() == ':' && punct.spacing() == Spacing::Joint)
        && is_punct(tokens.get(1), ':')
}

pub(crate) fn group(token: Option<&TokenTree>, delimiter: Delimiter) -> Option<&Group> {
    match token {
        Some(TokenTree::Group(group)) if group.delimiter() == delimiter => Some(group),
        _ => None,
    }
}

/// The number of tokens that belong to outer attributes.
pub(crate) fn attributes_end(head: &[TokenTree]) -> usize {
    let mut end = 0;
    while is_punct(head.get(end), '#') && group(head.get(end + 1), Delimiter::Bracket).is_some() {
        end += 2;
    }
    end
}

/// Returns a group with the same delimiters and span around other tokens.
pub(crate) fn regroup(group: &Group, tokens: TokenStream) -> Group {
    let mut regrouped = Group::new(group.delimiter(), tokens);
    regrouped.set_span(group.span());
    regrouped
}

#[cfg(test)]
mod tests {
    use super::{group, is_path_separator};
    use proc_macro2::{Delimiter, TokenStream, TokenTree};

    fn tokens(code: &str) -> Vec<TokenTree> {
        code.parse::<TokenStream>().expect("the code is made of tokens").into_iter().collect()
    }

    #[test]
    fn a_path_separator_is_two_colons_that_touch() {
        for (code, expected) in
            [("::a", true), (": :a", false), (":a", false), (":=a", false), ("+:a", false), ("", false)]
        {
            assert_eq!(is_path_separator(&tokens(code)), expected, "{code}");
        }
    }

    #[test]
    fn a_group_is_one_of_the_delimiter_that_is_asked_for() {
        assert!(group(tokens("(a)").first(), Delimiter::Parenthesis).is_some());
        assert!(group(tokens("(a)").first(), Delimiter::Brace).is_none());
        assert!(group(tokens("a").first(), Delimiter::Brace).is_none());
    }
}
