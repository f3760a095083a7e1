//! Whether a body may return before its end.

use crate::tokens::{group, is_ident};
use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// Whether the code may return from the function early: by a `return`, or in a macro call, whose expansion is unknown.
///
/// A `return` in an `async` block ends only that block and does not count. A `return` in a closure or in an item counts,
/// although it ends only that.
pub(crate) fn may_return(code: TokenStream) -> bool {
    const BEFORE_A_NOT: [&str; 7] = ["if", "while", "match", "in", "return", "break", "else"];
    let tokens: Vec<_> = code.into_iter().collect();
    let is_path_end = |token: Option<&TokenTree>| match token {
        Some(TokenTree::Ident(name)) => !BEFORE_A_NOT.iter().any(|keyword| name == keyword),
        // A path that is a `macro_rules!` fragment.
        Some(TokenTree::Group(fragment)) => fragment.delimiter() == Delimiter::None,
        _ => false,
    };
    let is_macro = |at: usize| {
        is_path_end(at.checked_sub(1).and_then(|at| tokens.get(at)))
            && matches!(tokens.get(at + 1), Some(TokenTree::Group(_) | TokenTree::Ident(_)))
    };
    (0..tokens.len()).any(|at| match &tokens[at] {
        TokenTree::Group(_) if is_async_block(&tokens, at) => false,
        TokenTree::Group(group) => may_return(group.stream()),
        TokenTree::Ident(word) => word == "return",
        TokenTree::Punct(punct) => punct.as_char() == '!' && is_macro(at),
        TokenTree::Literal(_) => false,
    })
}

fn is_async_block(tokens: &[TokenTree], at: usize) -> bool {
    let before = |distance: usize| at.checked_sub(distance).and_then(|at| tokens.get(at));
    group(tokens.get(at), Delimiter::Brace).is_some()
        && (is_ident(before(1), "async") || is_ident(before(1), "move") && is_ident(before(2), "async"))
}

#[cfg(test)]
mod tests {
    use super::may_return;
    use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
    use quote::quote;

    fn tokens(code: &str) -> TokenStream {
        code.parse().expect("the code is made of tokens")
    }

    #[test]
    fn what_may_return_is_a_return_or_a_macro_outside_of_async_blocks() {
        for code in [
            "return x",
            "if a { return x; } y",
            "let f = |x| { return x };",
            "f(match x { None => return y, Some(x) => x })",
            "log::debug!(id); x",
            "vec![1]",
            "leave! { x }",
            "macro_rules! leave { () => {} } x",
            "async move |x| { return x }",
            "async move { x }; return y",
        ] {
            assert!(may_return(tokens(code)), "{code}");
        }
        for code in [
            "x",
            "async { return x }",
            "Box::pin(async move { ensure!(x); return y; })",
            "if !(a) { b } else { c }",
            "while !{ a } {}",
            "match !(a) { _ => b }",
            "let x = !(a); a != (b)",
            "let returned = x;",
        ] {
            assert!(!may_return(tokens(code)), "{code}");
        }
        let fragment = TokenTree::Group(Group::new(Delimiter::None, quote!(crate::leave)));
        assert!(may_return(quote!(#fragment!(x))));
    }
}
