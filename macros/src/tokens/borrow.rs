//! Turns the expression of an argument into that of a call: place expressions are borrowed, values are moved in.

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

/// Like [`borrowed`], for a guard that outlives the function's parameters: if a parameter is a reference, the guard borrows
/// the map behind it. Which parameters are references is decided by the compiler, in method resolution.
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

/// Whether the expression is a name that may be a parameter: one that is not in capitals, as the name of a `static` is. A name
/// in a script without case counts as a parameter.
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

/// Users write a block as an argument to move a value, or to drop temporaries at its end. Because rustc would report the
/// braces as unused and clippy would remove them, they get a span of the macro.
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

/// The tokens of a block without its braces, for use inside other braces.
pub(crate) fn without_braces(tokens: TokenStream) -> TokenStream {
    match block(&tokens) {
        Some(block) => block.stream(),
        None => tokens,
    }
}

/// The expression for use in statement position, where `match x { … } + y` would end at the `}`.
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

/// Like [`borrowed`], but treats the elements of a tuple separately.
///
/// ```text
/// (tenant, self.id, next())    ─►   ::scoped_entry::__private::Elements((&tenant, &self.id, next()))
/// ```
pub(crate) fn key(expression: &Expr, crate_path: Option<&Path>) -> TokenStream {
    match expression {
        // Expressions with attributes stay unchanged, so that the compiler checks the attributes.
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

/// `&place` counts as a value: it is already borrowed.
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

    /// The expression as a `macro_rules!` fragment.
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

    /// rustc and clippy only report braces that the user has written.
    #[test]
    fn the_braces_of_a_block_become_the_macros() {
        let block: TokenStream = "{ id }".parse().expect("it is made of tokens");
        let of = |tokens: TokenStream| format!("{:?}", tokens.into_iter().next().map(|token| token.span()));
        assert_eq!(of(value(block.clone())), of(block));
    }
}
