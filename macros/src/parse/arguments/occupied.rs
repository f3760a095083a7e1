//! The grammar of `occupied`.

use super::form::Form;
use proc_macro2::{Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Expr, ExprGroup, ExprParen, Pat, ReturnType, spanned::Spanned};

/// `occupied = …`.
pub(crate) struct Occupied {
    /// The pattern of `|PAT| EXPR`.
    pub(crate) existing: Option<Pat>,
    pub(crate) expression: Expr,
}

/// A closure after `occupied =` is only syntax: its pattern becomes a `let`, and its body runs in the function.
pub(super) fn parse(expression: Expr, form: Form) -> syn::Result<Occupied> {
    let closure = match expression {
        Expr::Closure(closure) => closure,
        Expr::Group(ExprGroup { attrs, expr, .. }) if attrs.is_empty() || holds_a_closure(&expr) => {
            refuse_as_a_closure(attrs.first().map(Spanned::span))?;
            return parse(*expr, form);
        }
        Expr::Paren(ExprParen { attrs, expr, .. }) if holds_a_closure(&expr) => {
            refuse_as_a_closure(attrs.first().map(Spanned::span))?;
            return parse(*expr, form);
        }
        expression => return Ok(Occupied { existing: None, expression: leaving(expression, form)? }),
    };
    let misfit = closure.attrs.first().map(Spanned::span);
    let misfit = misfit.or(closure.lifetimes.as_ref().map(Spanned::span));
    let misfit = misfit.or(closure.constness.as_ref().map(Spanned::span));
    let misfit = misfit.or(closure.asyncness.as_ref().map(Spanned::span));
    let misfit = misfit.or(closure.capture.as_ref().map(Spanned::span));
    refuse_as_a_closure(misfit.or(match &closure.output {
        ReturnType::Type(arrow, _) => Some(arrow.span()),
        ReturnType::Default => None,
    }))?;
    let begin = closure.inputs_begin.span();
    let mut patterns = closure.inputs.into_iter();
    match (patterns.next(), patterns.next()) {
        (Some(existing), None) if has_attributes(&existing) => Err(syn::Error::new(
            existing.span(),
            "the pattern in `occupied = |existing| …` becomes a `let` pattern, which takes no attributes",
        )),
        (Some(existing), None) => Ok(Occupied { existing: Some(existing), expression: leaving(*closure.body, form)? }),
        (None, _) => Err(syn::Error::new(
            begin,
            "`occupied = |existing| …` binds the existing value; if you do not need it, write `occupied = …`",
        )),
        (Some(_), Some(second)) => {
            Err(syn::Error::new(second.span(), "`occupied = |existing| …` binds one value, the existing one"))
        }
    }
}

/// Whether the expression is a closure, possibly in parentheses or as a `macro_rules!` fragment.
fn holds_a_closure(expression: &Expr) -> bool {
    match expression {
        Expr::Closure(_) => true,
        Expr::Group(group) => holds_a_closure(&group.expr),
        Expr::Paren(paren) => holds_a_closure(&paren.expr),
        _ => false,
    }
}

fn has_attributes(pattern: &Pat) -> bool {
    matches!(pattern.to_token_stream().into_iter().next(), Some(TokenTree::Punct(hash)) if hash.as_char() == '#')
}

/// Reports syntax that only a real closure may have, if there is any.
fn refuse_as_a_closure(misfit: Option<Span>) -> syn::Result<()> {
    misfit.map_or(Ok(()), |span| {
        Err(syn::Error::new(
            span,
            "`occupied = |existing| …` is not a closure: its right side runs in the function itself, so it takes no \
             `move`, `async` or return type",
        ))
    })
}

/// Rejects expressions that are clearly values, for which the compiler's error would be about generated code. The compiler
/// rejects all others that do not diverge.
fn leaving(expression: Expr, form: Form) -> syn::Result<Expr> {
    let is_value = match &expression {
        Expr::Lit(_) | Expr::Path(_) | Expr::Binary(_) | Expr::Reference(_) | Expr::Struct(_) | Expr::Tuple(_) => true,
        Expr::Call(call) => {
            matches!(&*call.func, Expr::Path(path) if ["Ok", "Err", "Some"].iter().any(|name| path.path.is_ident(name)))
        }
        _ => false,
    };
    if is_value && !may_diverge(expression.to_token_stream()) || matches!(expression, Expr::Let(_)) {
        return Err(syn::Error::new_spanned(
            &expression,
            format!("`occupied` must leave the {}, as in `occupied = return Err(Error::Busy)`", form.scope()),
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

#[cfg(test)]
mod tests {
    use super::{Form, Occupied, parse};
    use proc_macro2::{Delimiter, Group, TokenStream};
    use quote::{ToTokens, quote};

    fn occupied(tokens: TokenStream) -> Option<(bool, String)> {
        let parsed = parse(syn::parse2(tokens).expect("it is an expression"), Form::Attribute);
        let Occupied { existing, expression } = parsed.ok()?;
        Some((existing.is_some(), expression.to_token_stream().to_string()))
    }

    #[test]
    fn a_closure_gives_its_pattern_and_its_right_side_however_it_is_held_together() {
        let closure = quote!(|existing| return existing);
        let fragment = Group::new(Delimiter::None, closure.clone());
        let twice = Group::new(Delimiter::None, quote!(#fragment));
        for form in [
            quote!(#closure),
            quote!((#closure)),
            quote!(((#closure))),
            quote!((((#closure)))),
            quote!(#fragment),
            quote!((#fragment)),
            quote!(((#fragment))),
            quote!(#twice),
            quote!((#twice)),
        ] {
            assert_eq!(occupied(form.clone()), Some((true, "return existing".to_owned())), "{form}");
        }
        let in_a_fragment = Group::new(Delimiter::None, quote!(((#closure))));
        assert_eq!(occupied(quote!((#in_a_fragment))), Some((true, "return existing".to_owned())));
    }

    #[test]
    fn what_is_no_closure_stays_as_it_was_written() {
        for form in [quote!(return x), quote!((return x)), quote!({ return x }), quote!(leave!(x)), quote!(leave(x))] {
            assert_eq!(occupied(form.clone()), Some((false, form.to_string())));
        }
    }

    #[test]
    fn what_only_a_real_closure_may_have_is_refused() {
        for form in [
            quote!(async |x| return x),
            quote!(move |x| return x),
            quote!(|x| -> u8 { return x }),
            quote!(|| return x),
            quote!(|x, y| return x),
        ] {
            assert_eq!(occupied(form.clone()), None, "{form}");
        }
    }

    #[test]
    fn a_value_is_refused_unless_something_in_it_may_leave() {
        for form in [quote!(1), quote!(x), quote!(a + b), quote!(&x), quote!(S { x }), quote!((a, b)), quote!(Err(x))] {
            assert_eq!(occupied(form.clone()), None, "{form}");
            assert_eq!(occupied(quote!(|_| #form)), None, "{form}");
        }
        for form in [
            quote!(Err(x?)),
            quote!(Err(leave!(x))),
            quote!(&(return x)),
            quote!((a, break)),
            quote!(1 + { continue }),
            quote!(&loop {}),
        ] {
            assert_eq!(occupied(form.clone()).map(|(_, written)| written), Some(form.to_string()));
        }
    }
}
