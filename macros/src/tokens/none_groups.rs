//! `macro_rules!` fragments, which have invisible delimiters.

use super::{is_ident, is_punct, regroup};
use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use syn::Expr;

/// Removes the invisible delimiters of a `macro_rules!` fragment.
pub(crate) fn without_none_groups(tokens: TokenStream) -> Vec<TokenTree> {
    let tokens: Vec<_> = tokens.into_iter().collect();
    match &tokens[..] {
        [TokenTree::Group(fragment)] if fragment.delimiter() == Delimiter::None => {
            without_none_groups(fragment.stream())
        }
        _ => tokens,
    }
}

/// Removes the invisible delimiters of all fragments among the tokens: for a path, which may be in several.
pub(crate) fn flatten(tokens: TokenStream) -> Vec<TokenTree> {
    let flatten_one = |token| match token {
        TokenTree::Group(fragment) if fragment.delimiter() == Delimiter::None => flatten(fragment.stream()),
        token => vec![token],
    };
    tokens.into_iter().flat_map(flatten_one).collect()
}

/// Reassembles the tokens of an expression or of statements.
///
/// The compiler ignores invisible delimiters in the output of a macro, except inside groups that the macro has passed
/// through: `$a * $b` would become `1 + 2 * 3`. Where the delimiters are significant, parentheses replace them.
pub(crate) fn reassemble(tokens: impl IntoIterator<Item = TokenTree>) -> TokenStream {
    tokens
        .into_iter()
        .map(|token| with_parentheses(token, |fragment| is_sum(fragment) || is_operation(fragment)))
        .collect()
}

/// Like [`reassemble`], also inside every group: for tokens that were parsed and printed.
pub(crate) fn reassemble_deeply(tokens: TokenStream) -> TokenStream {
    reassemble(tokens.into_iter().map(|token| match token {
        TokenTree::Group(group) => TokenTree::Group(regroup(&group, reassemble_deeply(group.stream()))),
        token => token,
    }))
}

/// Like [`reassemble`], for a signature or a type, in which expressions need no parentheses or cannot have any.
pub(crate) fn reassemble_types(tokens: impl IntoIterator<Item = TokenTree>) -> TokenStream {
    tokens.into_iter().map(|token| with_parentheses(token, is_sum)).collect()
}

/// Like [`reassemble_types`], also inside every group.
pub(crate) fn reassemble_types_deeply(tokens: TokenStream) -> TokenStream {
    reassemble_types(tokens.into_iter().map(|token| match token {
        TokenTree::Group(group) => TokenTree::Group(regroup(&group, reassemble_types_deeply(group.stream()))),
        token => token,
    }))
}

fn with_parentheses(token: TokenTree, are_needed: impl Fn(&[TokenTree]) -> bool) -> TokenTree {
    let TokenTree::Group(fragment) = &token else { return token };
    if fragment.delimiter() != Delimiter::None || !are_needed(&fragment.stream().into_iter().collect::<Vec<_>>()) {
        return token;
    }
    let mut parentheses = Group::new(Delimiter::Parenthesis, fragment.stream());
    // With a span of the macro, rustc does not report them as unused.
    parentheses.set_span(Span::mixed_site().located_at(fragment.span()));
    TokenTree::Group(parentheses)
}

/// Whether the fragment is a sum of bounds, such as `dyn Debug + Send`, of which `&` would apply to the first only.
fn is_sum(fragment: &[TokenTree]) -> bool {
    (is_ident(fragment.first(), "dyn") || is_ident(fragment.first(), "impl"))
        && fragment.iter().any(|token| is_punct(Some(token), '+'))
}

/// Whether the fragment is an operation, such as `1 + 2`.
fn is_operation(fragment: &[TokenTree]) -> bool {
    fragment.len() > 1
        && matches!(
            syn::parse2(fragment.iter().cloned().collect()),
            Ok(Expr::Assign(_)
                | Expr::Binary(_)
                | Expr::Cast(_)
                | Expr::Closure(_)
                | Expr::Range(_)
                | Expr::Reference(_)
                | Expr::Struct(_)
                | Expr::Unary(_))
        )
}

#[cfg(test)]
mod tests {
    use super::{reassemble, reassemble_types, without_none_groups};
    use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
    use quote::quote;

    fn fragment(code: &str) -> TokenTree {
        TokenTree::Group(Group::new(Delimiter::None, code.parse().expect("the code is made of tokens")))
    }

    fn is_in_parentheses(tokens: TokenStream) -> bool {
        matches!(tokens.into_iter().next(), Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis)
    }

    #[test]
    fn delimiters_of_nested_fragments_are_removed_and_no_others_are() {
        let inner = fragment("a b");
        let outer = TokenTree::Group(Group::new(Delimiter::None, quote!(#inner)));
        assert_eq!(without_none_groups(quote!(#inner)).len(), 2);
        assert_eq!(without_none_groups(quote!(#outer)).len(), 2);
        assert_eq!(without_none_groups(quote!({ a b })).len(), 1);
        assert_eq!(without_none_groups(quote!(#inner c)).len(), 2);
    }

    #[test]
    fn an_operation_that_was_a_fragment_is_held_together_in_an_expression() {
        for code in ["1 + 2", "x as u8", "&x", "!x", "a..b", "a = b", "|x| y", "S { x }"] {
            assert!(is_in_parentheses(reassemble([fragment(code)])), "{code}");
            assert!(!is_in_parentheses(reassemble_types([fragment(code)])), "{code}");
        }
        for code in ["x", "f(x)", "x.y", "a::b", "{ x }", "1", "-1;"] {
            assert!(!is_in_parentheses(reassemble([fragment(code)])), "{code}");
        }
    }

    #[test]
    fn a_sum_of_bounds_that_was_a_fragment_is_held_together_everywhere() {
        for code in ["dyn Debug + Send", "impl Debug + Send"] {
            assert!(is_in_parentheses(reassemble([fragment(code)])), "{code}");
            assert!(is_in_parentheses(reassemble_types([fragment(code)])), "{code}");
        }
        for code in ["dyn Debug", "impl Debug", "T", "T + U"] {
            assert!(!is_in_parentheses(reassemble_types([fragment(code)])), "{code}");
        }
    }

    #[test]
    fn visible_delimiters_stay_unchanged() {
        assert_eq!(reassemble(quote!({ 1 + 2 }[1 + 2])).to_string(), quote!({ 1 + 2 }[1 + 2]).to_string());
    }
}
