//! Arguments that are still to be written: `map = todo!()`.

use super::is_ident;
use proc_macro2::TokenTree;
use quote::ToTokens;
use syn::{Expr, Macro};

/// Whether the expression is a macro call by name that certainly panics, or a tuple with one. Its type says nothing about the
/// argument.
pub(crate) fn is_unfinished(expression: &Expr) -> bool {
    match expression {
        Expr::Macro(call) => panics(&call.mac),
        Expr::Tuple(tuple) => tuple.elems.iter().any(is_unfinished),
        Expr::Group(group) => is_unfinished(&group.expr),
        Expr::Paren(paren) => is_unfinished(&paren.expr),
        _ => false,
    }
}

fn panics(call: &Macro) -> bool {
    let path: Vec<TokenTree> = call.path.to_token_stream().into_iter().collect();
    path.len() == 1 && ["todo", "unimplemented", "panic"].iter().any(|name| is_ident(path.first(), name))
}

#[cfg(test)]
mod tests {
    use super::is_unfinished;

    #[test]
    fn an_argument_is_unfinished_if_it_is_one_of_three_macro_calls() {
        for code in ["todo!()", "unimplemented!(\"later\")", "panic! {}", "(todo!(), id)", "(todo!())"] {
            assert!(is_unfinished(&syn::parse_str(code).expect("it is an expression")), "{code}");
        }
        for code in ["todo()", "std::todo!()", "format!()", "{ todo!() }", "f(todo!())", "todo!().map", "return"] {
            assert!(!is_unfinished(&syn::parse_str(code).expect("it is an expression")), "{code}");
        }
    }
}
