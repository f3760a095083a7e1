//! How the expression of an argument becomes that of a call: a place is borrowed, a value is used as it is.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::{Block, Expr, ExprGroup, ExprParen, ExprTuple, Path, UnOp, parse::Parser, spanned::Spanned};

use crate::{paths, tokens::group};

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
/// inflight        ─►   ::scoped_entry::__private::Place::of(&inflight).lasting()
/// self.inflight   ─►   &self.inflight
/// ```
pub(crate) fn borrowed_for_longer(expression: &Expr, runtime: Option<&Path>) -> TokenStream {
    let borrowed = borrowed(expression);
    if !is_parameter(expression) {
        return borrowed;
    }
    let place = paths::place(runtime);
    let lasting = Ident::new("lasting", Span::mixed_site().located_at(expression.span()));
    quote_spanned!(Span::mixed_site()=> #place::of(#borrowed).#lasting())
}

/// Whether the expression is a name, and not spelled like that of a `static`.
fn is_parameter(expression: &Expr) -> bool {
    match expression {
        Expr::Path(path) => {
            path.path.get_ident().is_some_and(|name| name != "self" && name.to_string().contains(char::is_lowercase))
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
pub(crate) fn key(expression: &Expr, runtime: Option<&Path>) -> TokenStream {
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
            let wrapper = paths::elements(runtime, span);
            let elements = tuple.elems.iter().map(|element| key(element, runtime));
            quote_spanned!(Span::mixed_site().located_at(span)=> #wrapper((#(#elements,)*)))
        }
        Expr::Group(group) => key(&group.expr, runtime),
        Expr::Paren(paren) => key(&paren.expr, runtime),
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
