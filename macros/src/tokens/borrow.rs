//! How the expression of an argument becomes that of a call: a place is borrowed, a value is used as it is.

use super::group;
use crate::render::runtime;
use proc_macro2::{Delimiter, Group, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::{Block, Expr, ExprGroup, ExprParen, ExprTuple, Path, UnOp, parse::Parser, spanned::Spanned};

/// ```text
/// self.inflight                ─►   &self.inflight
/// Arc::clone(&self.inflight)   ─►   Arc::clone(&self.inflight)
/// ```
pub(crate) fn borrowed(expression: &Expr) -> TokenStream {
    if is_place(expression) {
        let borrow = quote_spanned!(Span::mixed_site().located_at(expression.span())=> &);
        quote!(#borrow #expression)
    } else {
        value(expression.to_token_stream())
    }
}

/// As [`borrowed`], for a guard that outlives the function's parameters: where one of those is a reference, the guard
/// takes what it refers to. Whether it is one, the compiler finds out.
///
/// ```text
/// inflight        ─►   ::scoped_entry::__private::BorrowedMap::of(&inflight).lasting()
/// self.inflight   ─►   &self.inflight
/// ```
pub(crate) fn borrowed_for_longer(expression: &Expr, crate_path: Option<&Path>) -> TokenStream {
    let borrowed = borrowed(expression);
    if !is_parameter(expression) {
        return borrowed;
    }
    let borrowed_map = runtime::borrowed_map(crate_path);
    let of = runtime::OF_MAP.at(Span::mixed_site());
    let lasting = runtime::LASTING.at(expression.span());
    quote_spanned!(Span::mixed_site()=> #borrowed_map::#of(#borrowed).#lasting())
}

/// Whether the expression is a name, and not spelled like that of a `static`. One in a script without case is not.
fn is_parameter(expression: &Expr) -> bool {
    let is_upper_case = |name: &str| name.contains(char::is_uppercase) && !name.contains(char::is_lowercase);
    match expression {
        Expr::Path(path) => {
            path.path.get_ident().is_some_and(|name| name != "self" && !is_upper_case(&name.to_string()))
        }
        Expr::Group(group) => is_parameter(&group.expr),
        Expr::Paren(paren) => is_parameter(&paren.expr),
        _ => false,
    }
}

/// A block as an argument says that something is to be moved, or dropped at its end: rustc would call its braces unused,
/// and clippy would take them off, so they become the macro's.
pub(crate) fn value(tokens: TokenStream) -> TokenStream {
    match block(&tokens) {
        Some(block) => {
            let mut braces = Group::new(Delimiter::Brace, block.stream());
            braces.set_span(Span::mixed_site().located_at(block.span()));
            braces.into_token_stream()
        }
        None => tokens,
    }
}

/// For where braces stand around it anyway.
pub(crate) fn without_braces(tokens: TokenStream) -> TokenStream {
    match block(&tokens) {
        Some(block) => block.stream(),
        None => tokens,
    }
}

/// For where a statement may stand: `match x { … } + y` would end there with its `}`.
pub(crate) fn in_a_block(expression: &Expr) -> TokenStream {
    let tokens = expression.to_token_stream();
    if Block::parse_within.parse2(tokens.clone()).is_ok_and(|statements| statements.len() == 1) {
        return tokens;
    }
    let mut parentheses = Group::new(Delimiter::Parenthesis, tokens);
    parentheses.set_span(Span::mixed_site().located_at(expression.span()));
    parentheses.into_token_stream()
}

fn block(tokens: &TokenStream) -> Option<Group> {
    let mut tokens = tokens.clone().into_iter();
    let block = group(tokens.next().as_ref(), Delimiter::Brace).cloned();
    block.filter(|_| tokens.next().is_none())
}

/// As [`borrowed`], but judges a tuple element by element.
///
/// ```text
/// (tenant, self.id, next())    ─►   ::scoped_entry::__private::Elements((&tenant, &self.id, next()))
/// ```
pub(crate) fn key(expression: &Expr, crate_path: Option<&Path>) -> TokenStream {
    match expression {
        // With attributes they stay what they are, for the compiler to say what it thinks of those.
        Expr::Tuple(ExprTuple { attrs, .. })
        | Expr::Group(ExprGroup { attrs, .. })
        | Expr::Paren(ExprParen { attrs, .. })
            if !attrs.is_empty() =>
        {
            borrowed(expression)
        }
        Expr::Tuple(tuple) if !tuple.elems.is_empty() => {
            let span = tuple.paren_token.span.join();
            let wrapper = runtime::elements(crate_path, span);
            let elements = tuple.elems.iter().map(|element| key(element, crate_path));
            quote_spanned!(Span::mixed_site().located_at(span)=> #wrapper((#(#elements,)*)))
        }
        Expr::Group(group) => key(&group.expr, crate_path),
        Expr::Paren(paren) => key(&paren.expr, crate_path),
        _ => borrowed(expression),
    }
}

/// `&place` is as good as a value: it is borrowed already.
fn is_place(expression: &Expr) -> bool {
    match expression {
        Expr::Path(_) | Expr::Field(_) | Expr::Index(_) => true,
        Expr::Unary(unary) => matches!(unary.op, UnOp::Deref(_)),
        Expr::Group(group) => is_place(&group.expr),
        Expr::Paren(paren) => is_place(&paren.expr),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{borrowed, borrowed_for_longer, key, value, without_braces};
    use proc_macro2::{Delimiter, Group, TokenStream};
    use quote::quote;
    use syn::Expr;

    fn expression(tokens: TokenStream) -> Expr {
        syn::parse2(tokens).expect("it is an expression")
    }

    /// As a `macro_rules!` hands it on.
    fn fragment(tokens: TokenStream) -> Expr {
        let fragment = Group::new(Delimiter::None, tokens);
        expression(quote!(#fragment))
    }

    #[test]
    fn a_place_is_borrowed_also_in_parentheses_and_as_a_fragment() {
        for place in [quote!(id), quote!(self.id), quote!(ids[0]), quote!(*id), quote!((id)), quote!((self.id))] {
            assert_eq!(borrowed(&expression(place.clone())).to_string(), quote!(& #place).to_string());
            assert!(borrowed(&fragment(place.clone())).to_string().starts_with('&'), "{place}");
        }
        for value in [quote!(id()), quote!(&id), quote!(-id), quote!(!id), quote!("id"), quote!((id()))] {
            assert_eq!(borrowed(&expression(value.clone())).to_string(), value.to_string());
            assert!(!borrowed(&fragment(quote!(id()))).to_string().starts_with("& id"), "{value}");
        }
    }

    #[test]
    fn a_parameter_lasts_as_long_as_what_it_refers_to_also_in_parentheses_and_as_a_fragment() {
        let lasts = |expression: &Expr| borrowed_for_longer(expression, None).to_string().contains("lasting");
        for parameter in [quote!(map), quote!((map)), quote!(userMap), quote!(地図), quote!(_1)] {
            assert!(lasts(&expression(parameter.clone())) && lasts(&fragment(parameter.clone())), "{parameter}");
        }
        for other in
            [quote!(MAP), quote!(MAP_2), quote!(self), quote!(self.map), quote!(a::map), quote!(map()), quote!((MAP))]
        {
            assert!(!lasts(&expression(other.clone())), "{other}");
        }
    }

    #[test]
    fn a_tuple_is_judged_element_by_element_also_as_a_fragment() {
        for expression in [expression(quote!((a, b()))), expression(quote!(((a, b())))), fragment(quote!((a, b())))] {
            let expected = quote!(::scoped_entry::__private::Elements((&a, b(),)));
            assert_eq!(key(&expression, None).to_string(), expected.to_string());
        }
        assert_eq!(key(&expression(quote!(())), None).to_string(), "()");
    }

    #[test]
    fn only_a_block_by_itself_gives_up_its_braces() {
        assert_eq!(without_braces(quote!({ id })).to_string(), "id");
        for other in [quote!({ id }.clone()), quote!(id), quote!((id)), quote!(unsafe { id })] {
            assert_eq!(without_braces(other.clone()).to_string(), other.to_string());
        }
        assert_eq!(value(quote!({ id })).to_string(), quote!({ id }).to_string());
    }

    /// rustc and clippy speak of braces that are the user's only.
    #[test]
    fn the_braces_of_a_block_become_the_macros() {
        let block: TokenStream = "{ id }".parse().expect("it is made of tokens");
        let of = |tokens: TokenStream| format!("{:?}", tokens.into_iter().next().map(|token| token.span()));
        assert_eq!(of(value(block.clone())), of(block));
    }
}
