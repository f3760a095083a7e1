//! Bodies whose last expression is a literal `async` block.

use crate::tokens::{group, is_ident, is_path_separator, is_punct, none_groups::reassemble, regroup};
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::quote;

/// Changes the last expression of the block if it is a literal `async move { … }`, or `Box::pin` of one. `change` receives
/// the three tokens of the literal.
///
/// ```text
/// { let id = next(); Box::pin(async move { run(id).await }) }
/// ```
pub(crate) fn with_literal_tail(block: &Group, change: impl FnOnce(&[TokenTree]) -> TokenStream) -> Option<Group> {
    let tokens: Vec<_> = block.stream().into_iter().collect();
    if let Some(start) = literal(&tokens) {
        let before = reassemble(tokens[..start].iter().cloned());
        let changed = change(&tokens[start..]);
        return is_end_of_statement(&tokens[..start]).then(|| regroup(block, quote!(#before #changed)));
    }
    let argument = group(tokens.last(), Delimiter::Parenthesis)?;
    let mut argument_tokens: Vec<_> = argument.stream().into_iter().collect();
    if is_punct(argument_tokens.last(), ',') {
        argument_tokens.pop();
    }
    let path = tokens.len() - 1;
    if literal(&argument_tokens) != Some(0) || !is_box_pin(&tokens[..path]) {
        return None;
    }
    let before = reassemble(tokens[..path].iter().cloned());
    let argument = regroup(argument, change(&argument_tokens));
    Some(regroup(block, quote!(#before #argument)))
}

/// The index at which `async move { … }` begins, if the tokens end with one.
fn literal(tokens: &[TokenTree]) -> Option<usize> {
    let start = tokens.len().checked_sub(3)?;
    let is_literal = is_ident(tokens.get(start), "async")
        && is_ident(tokens.get(start + 1), "move")
        && group(tokens.get(start + 2), Delimiter::Brace).is_some();
    is_literal.then_some(start)
}

/// Whether a tail expression may follow these tokens.
fn is_end_of_statement(tokens: &[TokenTree]) -> bool {
    tokens.is_empty() || is_punct(tokens.last(), ';') || group(tokens.last(), Delimiter::Brace).is_some()
}

/// Whether the tokens end with the path `Box::pin`, with any prefix, and the path begins an expression.
fn is_box_pin(tokens: &[TokenTree]) -> bool {
    let Some(at) = tokens.len().checked_sub(4) else { return false };
    if !is_ident(tokens.get(at), "Box") || !is_path_separator(&tokens[at + 1..]) || !is_ident(tokens.get(at + 3), "pin")
    {
        return false;
    }
    let mut start = at;
    while start >= 2 && is_path_separator(&tokens[start - 2..]) {
        start -= 2;
        if matches!(start.checked_sub(1).and_then(|at| tokens.get(at)), Some(TokenTree::Ident(_))) {
            start -= 1;
        }
    }
    is_end_of_statement(&tokens[..start])
}

#[cfg(test)]
mod tests {
    use super::with_literal_tail;
    use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
    use quote::quote;

    fn tokens(code: &str) -> TokenStream {
        code.parse().expect("the code is made of tokens")
    }

    #[test]
    fn a_literal_tail_is_an_async_block_that_moves_alone_or_pinned() {
        let changed = |code: &str| {
            let block = Group::new(Delimiter::Brace, tokens(code));
            let mark = Ident::new("MARK", Span::call_site());
            with_literal_tail(&block, |_| quote!(#mark)).map(|block| block.stream().to_string())
        };
        for (code, expected) in [
            ("async move { x }", "MARK"),
            ("let x = y; async move { x }", "let x = y ; MARK"),
            ("if a { b(); } async move { x }", "if a { b () ; } MARK"),
            ("Box::pin(async move { x })", "Box :: pin (MARK)"),
            ("f(); std::boxed::Box::pin(async move { x },)", "f () ; std :: boxed :: Box :: pin (MARK)"),
            ("::std::boxed::Box::pin(async move { x })", ":: std :: boxed :: Box :: pin (MARK)"),
        ] {
            assert_eq!(
                changed(code).map(|code| tokens(&code).to_string()),
                Some(tokens(expected).to_string()),
                "{code}"
            );
        }
        for code in [
            "",
            "x",
            "async { x }",
            "let f = async move { x };",
            "|x| async move { x }",
            "f(async move { x })",
            "once(Box::pin(async move { x }))",
            "a + Box::pin(async move { x })",
            "return Box::pin(async move { x })",
            "x.pin(async move { x })",
            "MyBox::pin(async move { x })",
            "async { x }?",
            "let y = x; match y {}",
            "Box::new(async move { x })",
            "Box::pin(async move { x }, y)",
            "Box::pin(async move { x }.fuse())",
            "Box::pin(async move { x }).boxed()",
        ] {
            assert_eq!(changed(code), None, "{code}");
        }
    }
}
