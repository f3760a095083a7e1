//! The rules for the expression after `map =`.

use crate::{diagnostics::Diagnostics, parse::arguments::Name};
use std::fmt::Write as _;
use syn::{Expr, ExprLit, Lit, Member, UnOp, spanned::Spanned};

/// Returns whether the expression may be an entry map, and reports it otherwise.
pub(super) fn check(map: &Expr, diagnostics: &mut Diagnostics) -> bool {
    if let Some(message) = string(Name::Map, map) {
        diagnostics.at(map.span(), message);
        return false;
    }
    match map {
        Expr::Reference(reference) if reference.mutability.is_some() => {
            let map = place(&reference.expr).unwrap_or_else(|| String::from("self.map"));
            diagnostics.at(reference.span(), format_args!("a shared borrow of the map is enough: `map = {map}`"));
            false
        }
        Expr::Group(group) => check(&group.expr, diagnostics),
        Expr::Paren(paren) => check(&paren.expr, diagnostics),
        _ => true,
    }
}

/// The error about a string literal, which other attributes take for an expression.
pub(super) fn string(name: Name, expression: &Expr) -> Option<String> {
    let Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) = expression else { return None };
    let example = match text.parse::<Expr>() {
        Ok(_) => format!("{name} = {}", text.value()),
        Err(_) => name.example().to_owned(),
    };
    Some(format!("`{name}` is an expression, not a string: `{example}`"))
}

/// The source of a place expression that contains only names. It is written here because the compiler's and `proc_macro2`'s
/// texts of tokens differ in their spaces.
fn place(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Path(path) if path.qself.is_none() => {
            let mut text = String::new();
            for (index, segment) in path.path.segments.iter().enumerate() {
                let separator = if index > 0 || path.path.leading_colon.is_some() { "::" } else { "" };
                _ = write!(text, "{separator}{}", segment.ident);
                if !segment.arguments.is_none() {
                    return None;
                }
            }
            Some(text)
        }
        Expr::Field(field) => {
            let base = place(&field.base)?;
            Some(match &field.member {
                Member::Named(name) => format!("{base}.{name}"),
                Member::Unnamed(index) => format!("{base}.{}", index.index),
            })
        }
        Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => Some(format!("*{}", place(&unary.expr)?)),
        Expr::Group(group) => place(&group.expr),
        Expr::Paren(paren) => place(&paren.expr),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn the_text_of_a_place_is_its_source() {
        for source in ["map", "self.map", "self.0", "crate::MAP", "*map", "*self.map", "::a::MAP"] {
            let expression = syn::parse_str(source).expect("it is an expression");
            assert_eq!(place(&expression).as_deref(), Some(source));
        }
        for source in ["map()", "self.maps[0]", "a::<u8>::MAP", "self.map().map"] {
            let expression = syn::parse_str(source).expect("it is an expression");
            assert_eq!(place(&expression), None, "{source}");
        }
    }
}
