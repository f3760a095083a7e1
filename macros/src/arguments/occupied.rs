//! The grammar of `occupied`.

use super::Form;
use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Expr, ExprGroup, ExprParen, Pat, ReturnType, spanned::Spanned};

/// `occupied = …`.
pub(crate) struct Occupied {
    /// Of `|PAT| EXPR`.
    pub(crate) existing: Option<Pat>,
    pub(crate) expression: Expr,
}

/// A closure after `occupied =` is syntax, not a closure: its pattern is bound, and its body runs in the function.
pub(super) fn parse(expression: Expr, form: Form) -> syn::Result<Occupied> {
    let closure = match expression {
        Expr::Closure(closure) => closure,
        Expr::Group(ExprGroup { expr, .. }) => return parse(*expr, form),
        Expr::Paren(ExprParen { expr, .. }) if matches!(*expr, Expr::Closure(_)) => return parse(*expr, form),
        expression => return Ok(Occupied { existing: None, expression: leaving(expression, form)? }),
    };
    let misfit = match (&closure.asyncness, &closure.capture, &closure.output) {
        (Some(token), _, _) => Some(token.span()),
        (_, Some(token), _) => Some(token.span()),
        (_, _, ReturnType::Type(arrow, _)) => Some(arrow.span()),
        _ => None,
    };
    if let Some(span) = misfit {
        return Err(syn::Error::new(
            span,
            "`occupied = |existing| …` is not a closure: its right side runs in the function itself, so it takes no \
             `move`, `async` or return type",
        ));
    }
    let begin = closure.inputs_begin.span();
    let mut patterns = closure.inputs.into_iter();
    match (patterns.next(), patterns.next()) {
        (Some(existing), None) => Ok(Occupied { existing: Some(existing), expression: leaving(*closure.body, form)? }),
        (None, _) => Err(syn::Error::new(
            begin,
            "`occupied = |existing| …` binds the value that is there; without one, write `occupied = …`",
        )),
        (Some(_), Some(second)) => {
            Err(syn::Error::new(second.span(), "`occupied = |existing| …` binds one value, the one that is there"))
        }
    }
}

/// Refuses what plainly is a value, which the compiler would refuse in terms of the expansion. It sees to the rest.
fn leaving(expression: Expr, form: Form) -> syn::Result<Expr> {
    let is_value = match &expression {
        Expr::Lit(_) | Expr::Path(_) | Expr::Binary(_) | Expr::Reference(_) | Expr::Struct(_) | Expr::Tuple(_) => true,
        Expr::Call(call) => {
            matches!(&*call.func, Expr::Path(path) if ["Ok", "Err", "Some"].iter().any(|name| path.path.is_ident(name)))
        }
        _ => false,
    };
    if is_value && !may_diverge(expression.to_token_stream()) {
        return Err(syn::Error::new_spanned(
            &expression,
            format!("`occupied` has to leave the {}, as in `occupied = return Err(Error::Busy)`", form.scope()),
        ));
    }
    Ok(expression)
}

fn may_diverge(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Group(group) => may_diverge(group.stream()),
        TokenTree::Ident(word) => ["return", "break", "continue", "loop"].iter().any(|keyword| word == keyword),
        TokenTree::Punct(punct) => matches!(punct.as_char(), '?' | '!'),
        TokenTree::Literal(_) => false,
    })
}
