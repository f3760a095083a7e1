//! What a body looks like, as far as its tokens tell: it is never parsed.

use crate::{
    render::runtime,
    tokens::{group, is_ident, is_path_separator, is_punct, none_groups::reassemble, regroup},
};
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::quote;

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
            is_ident(Some(token), runtime::PRIVATE)
                && is_path_separator(&tokens[at + 1..])
                && runtime::ENTRY_STATEMENTS.iter().any(|name| is_ident(tokens.get(at + 3), name))
        }
    })
}

/// Whether an attribute before this one has asked about the return type.
pub(crate) fn is_checked(entries: &TokenStream) -> bool {
    entries.clone().into_iter().any(|token| is_ident(Some(&token), runtime::IS_NOT_LAZY.name))
}

/// Whether a block is a body as it is: rustc would call the braces unused around one that declares nothing, and points at
/// those of an empty one if something is to be returned.
pub(crate) fn keeps_its_braces(block: &Group) -> bool {
    block.stream().is_empty() || has_statements(block)
}

/// Whether a block may declare something: by a `;`, as an item that needs none, or by a macro call that stands for
/// statements.
fn has_statements(block: &Group) -> bool {
    const ITEMS: [&str; 6] = ["fn", "struct", "enum", "union", "mod", "trait"];
    let tokens: Vec<_> = block.stream().into_iter().collect();
    // A name follows, or it is the `fn` of a type, or something called `union`.
    let is_item = |at: usize| {
        ITEMS.iter().any(|item| is_ident(tokens.get(at), item))
            && matches!(tokens.get(at + 1), Some(TokenTree::Ident(_)))
            || is_ident(tokens.get(at), "impl")
            || is_ident(tokens.get(at), "macro_rules")
            || is_ident(tokens.get(at), "extern") && is_extern_block(&tokens[at + 1..])
    };
    // Of `m! { … }.into()` and `m! { … }?`, the call is a part; that of `m! { … } ..x` is a statement.
    let goes_on = |at: usize| {
        is_punct(tokens.get(at), '?') || is_punct(tokens.get(at), '.') && !is_punct(tokens.get(at + 1), '.')
    };
    let is_statement_macro = |at: usize| {
        is_punct(tokens.get(at), '!')
            && group(tokens.get(at + 1), Delimiter::Brace).is_some()
            && at + 2 < tokens.len()
            && !goes_on(at + 2)
    };
    // An item, say, that a `macro_rules!` handed on.
    let is_in_fragment = |at: usize| group(tokens.get(at), Delimiter::None).is_some_and(has_statements);
    (0..tokens.len())
        .any(|at| is_punct(tokens.get(at), ';') || is_item(at) || is_statement_macro(at) || is_in_fragment(at))
}

/// Whether the tokens are those of a block of foreign items, after `extern`: `"C" { … }` or `{ … }`.
fn is_extern_block(tokens: &[TokenTree]) -> bool {
    // An ABI that a `macro_rules!` handed on may stand in a group of its own.
    let is_abi = |token: &TokenTree| match token {
        TokenTree::Group(fragment) => fragment.delimiter() == Delimiter::None,
        token => matches!(token, TokenTree::Literal(_)),
    };
    let block = usize::from(tokens.first().is_some_and(is_abi));
    group(tokens.get(block), Delimiter::Brace).is_some()
}

/// Such as `format!("{id}")`.
pub(crate) fn is_macro_call(block: &Group) -> bool {
    let tokens: Vec<_> = block.stream().into_iter().collect();
    matches!(&tokens[..], [path @ .., bang, TokenTree::Group(_)]
        if is_punct(Some(bang), '!')
            && path.iter().all(|token| matches!(token, TokenTree::Ident(_)) || is_punct(Some(token), ':')))
}

/// Whether the code may return from the function early: by a `return`, or in a macro call, whose tokens tell nothing.
///
/// An `async` block has returns of its own. So do closures and items, which this takes for the function.
pub(crate) fn may_return(code: TokenStream) -> bool {
    const BEFORE_A_NOT: [&str; 7] = ["if", "while", "match", "in", "return", "break", "else"];
    let tokens: Vec<_> = code.into_iter().collect();
    let is_path_end = |token: Option<&TokenTree>| match token {
        Some(TokenTree::Ident(name)) => !BEFORE_A_NOT.iter().any(|keyword| name == keyword),
        // A path that a `macro_rules!` handed on.
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

/// The block with its last expression changed, if that is a literal `async move { … }`, or `Box::pin` of one: `change` is
/// given the three tokens of the literal.
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

/// Where `async move { … }` begins, if that is what the tokens end with.
fn literal(tokens: &[TokenTree]) -> Option<usize> {
    let start = tokens.len().checked_sub(3)?;
    let is_literal = is_ident(tokens.get(start), "async")
        && is_ident(tokens.get(start + 1), "move")
        && group(tokens.get(start + 2), Delimiter::Brace).is_some();
    is_literal.then_some(start)
}

/// Whether a tail expression may follow.
fn is_end_of_statement(tokens: &[TokenTree]) -> bool {
    tokens.is_empty() || is_punct(tokens.last(), ';') || group(tokens.last(), Delimiter::Brace).is_some()
}

/// Whether the tokens end with the path `Box::pin`, however long, and it begins an expression.
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
    use super::{has_statements, is_macro_call, keeps_its_braces, may_return, split_enclosed, with_literal_tail};
    use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
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

    fn block(code: &str) -> Group {
        Group::new(Delimiter::Brace, tokens(code))
    }

    #[test]
    fn what_may_declare_something_is_a_statement_an_item_or_a_macro_call_that_another_token_follows() {
        for code in [
            "let x = y; x",
            "fn f() {} f()",
            "union U { a: u8 } x",
            "impl S {} x",
            "macro_rules! m { () => {} } x",
            "extern { fn f(); } x",
            "unsafe extern \"C\" { fn f(); } x",
            "m! { x } y",
            "x + m! { x } y + z",
            "m! { x } ..y",
            "m! { x }.a() m! { y } z",
        ] {
            assert!(has_statements(&block(code)), "{code}");
        }
        for code in [
            "x",
            "!x",
            "m! { x }",
            "m! { x }.into()",
            "m! { x }?",
            "m! { x }?.a()",
            "m!(x) + y",
            "f as fn(u64) -> u64",
            "f as extern \"C\" fn(u64) -> u64",
            "union.len()",
            "if x { y } else { z }",
        ] {
            assert!(!has_statements(&block(code)), "{code}");
        }
        let abi = Group::new(Delimiter::None, quote!("C"));
        assert!(has_statements(&Group::new(Delimiter::Brace, quote!(extern #abi { fn f(); } x))));
        for (fragment, declares) in [("fn f() {}", true), ("x", false), ("{ let x = y; x }", false)] {
            let fragment = Group::new(Delimiter::None, tokens(fragment));
            assert_eq!(has_statements(&Group::new(Delimiter::Brace, quote!(#fragment x))), declares, "{fragment}");
        }
    }

    #[test]
    fn an_empty_block_keeps_its_braces_as_one_that_declares_something_does() {
        for (code, keeps) in [("", true), ("let x = y; x", true), ("x", false), ("{}", false)] {
            assert_eq!(keeps_its_braces(&block(code)), keeps, "{code}");
        }
    }

    #[test]
    fn a_macro_call_is_a_path_and_its_group_alone() {
        for code in ["format!(x)", "std::format!(x)", "m! { x }", "vec![x]"] {
            assert!(is_macro_call(&block(code)), "{code}");
        }
        for code in ["x", "f(x)", "1 + m!(x)", "m!(x).len()", "m != (x)"] {
            assert!(!is_macro_call(&block(code)), "{code}");
        }
    }

    #[test]
    fn a_block_is_enclosed_if_what_stands_first_in_it_is_made_by_this_crate() {
        for (code, split) in [
            ("{ r::__private::Call.here(); { x } }", Some(("r::__private::Call.here();", "{ x }"))),
            ("{ a; { r::__private::Kept.of(y) }; x }", Some(("a; { r::__private::Kept.of(y) };", "x"))),
            ("{ r::__private::Other.here(); x }", None),
            ("{ r::Call.here(); x }", None),
            ("{ a::b::Call.here(); x }", None),
            ("{ __private.a.Call.here(); x }", None),
            ("{ a(); x }", None),
            ("{ r::__private::Call.here() }", None),
            ("r::__private::Call.here(); x", None),
        ] {
            let found = split_enclosed(&block(code)).map(|(entries, body)| (entries.to_string(), body.to_string()));
            let expected = split.map(|(entries, body)| (tokens(entries).to_string(), tokens(body).to_string()));
            assert_eq!(found, expected, "{code}");
        }
    }
}
