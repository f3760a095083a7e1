//! Whether the braces of a body are needed around it in the expansion.

use crate::tokens::{group, is_ident, is_punct};
use proc_macro2::{Delimiter, Group, TokenTree};

/// Whether a block keeps its braces in the expansion.
///
/// Around a block that declares nothing, rustc would report them as unused. An empty block keeps them, since rustc points
/// at them if a value should be returned.
pub(crate) fn keeps_its_braces(block: &Group) -> bool {
    block.stream().is_empty() || has_statements(block)
}

/// Whether a block may declare something: in a statement that ends with `;`, as an item that needs no `;`, or by a macro
/// call in statement position.
fn has_statements(block: &Group) -> bool {
    const ITEMS: [&str; 5] = ["fn", "struct", "enum", "mod", "trait"];
    let tokens: Vec<_> = block.stream().into_iter().collect();
    // Without a name after it, `fn` belongs to a type.
    let is_item = |at: usize| {
        ITEMS.iter().any(|item| is_ident(tokens.get(at), item))
            && matches!(tokens.get(at + 1), Some(TokenTree::Ident(_)))
            || is_ident(tokens.get(at), "impl")
            || is_ident(tokens.get(at), "union") && is_union(&tokens[at + 1..])
            || is_ident(tokens.get(at), "macro_rules")
                && is_punct(tokens.get(at + 1), '!')
                && matches!(tokens.get(at + 2), Some(TokenTree::Ident(_)))
            || is_ident(tokens.get(at), "extern") && is_extern_block(&tokens[at + 1..])
    };
    // In `m! { … }.into()` and `m! { … }?`, the call is part of an expression; in `m! { … } ..x` it is a statement.
    let continues = |at: usize| {
        is_punct(tokens.get(at), '?') || is_punct(tokens.get(at), '.') && !is_punct(tokens.get(at + 1), '.')
    };
    let is_statement_macro = |at: usize| {
        is_punct(tokens.get(at), '!')
            && group(tokens.get(at + 1), Delimiter::Brace).is_some()
            && at + 2 < tokens.len()
            && !continues(at + 2)
    };
    // Such as an item that is a `macro_rules!` fragment.
    let is_in_fragment = |at: usize| group(tokens.get(at), Delimiter::None).is_some_and(has_statements);
    (0..tokens.len())
        .any(|at| is_punct(tokens.get(at), ';') || is_item(at) || is_statement_macro(at) || is_in_fragment(at))
}

/// Whether the tokens after a `union` are those of a type: `U { … }` or `U<T> …`. Otherwise, `union` is a name, as in `union as u64`.
fn is_union(tokens: &[TokenTree]) -> bool {
    matches!(tokens.first(), Some(TokenTree::Ident(name)) if name != "as")
        && (group(tokens.get(1), Delimiter::Brace).is_some()
            || is_punct(tokens.get(1), '<')
            || is_ident(tokens.get(1), "where"))
}

/// Whether the tokens after an `extern` are those of a block of foreign items: `"C" { … }` or `{ … }`.
fn is_extern_block(tokens: &[TokenTree]) -> bool {
    // An ABI that is a `macro_rules!` fragment may be in an invisible group.
    let is_abi = |token: &TokenTree| match token {
        TokenTree::Group(fragment) => fragment.delimiter() == Delimiter::None,
        token => matches!(token, TokenTree::Literal(_)),
    };
    let block = usize::from(tokens.first().is_some_and(is_abi));
    group(tokens.get(block), Delimiter::Brace).is_some()
}

/// Whether the block is a macro call alone, such as `format!("{id}")`.
pub(crate) fn is_macro_call(block: &Group) -> bool {
    let tokens: Vec<_> = block.stream().into_iter().collect();
    matches!(&tokens[..], [path @ .., bang, TokenTree::Group(_)]
        if is_punct(Some(bang), '!')
            && path.iter().all(|token| matches!(token, TokenTree::Ident(_)) || is_punct(Some(token), ':')))
}

#[cfg(test)]
mod tests {
    use super::{has_statements, is_macro_call, keeps_its_braces};
    use proc_macro2::{Delimiter, Group, TokenStream};
    use quote::quote;

    fn tokens(code: &str) -> TokenStream {
        code.parse().expect("the code is made of tokens")
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
            "union U<T: Copy> { a: T } x",
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
            "union as u64",
            "union as u64 < x",
            "macro_rules.len()",
            "macro_rules != x",
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
}
