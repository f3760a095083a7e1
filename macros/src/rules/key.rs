//! The rule for a name after `key =`: it is not one that the body binds, since the key is evaluated before the body.

use crate::{
    body,
    diagnostics::Diagnostics,
    parse::{arguments::Form, function::Function, kind::Kind},
};
use proc_macro2::Ident;
use syn::{
    Expr, FnArg, GenericParam, Pat,
    visit::{self, Visit},
};

/// Reports the names in the key that only the body binds. They are not constants: a `let` cannot bind the name of one.
pub(super) fn check(key: &Expr, function: &Function, form: Form, diagnostics: &mut Diagnostics) {
    // `#[async_trait]` binds parameters in the body, too.
    if matches!(function.kind, Kind::AsyncTrait(_)) {
        return;
    }
    match key {
        Expr::Path(path) => {
            let Some(name) = path.path.get_ident().filter(|name| is_local(name)) else { return };
            if !is_parameter(name, function) && body::binds(&function.body, name) {
                diagnostics.at(name.span(), message(name, form));
            }
        }
        Expr::Tuple(tuple) => tuple.elems.iter().for_each(|element| check(element, function, form, diagnostics)),
        Expr::Group(group) => check(&group.expr, function, form, diagnostics),
        Expr::Paren(paren) => check(&paren.expr, function, form, diagnostics),
        _ => {}
    }
}

fn message(name: &Ident, form: Form) -> String {
    match form {
        Form::Flight => format!(
            "`{name}` is bound in the body, after the key is evaluated; make what follows that line a function with a parameter \
             `{name}`, and annotate it instead"
        ),
        Form::Attribute | Form::Statement => format!(
            "`{name}` is bound in the body, after the entry is made; write `enter!(map = …, key = {name});` below that line"
        ),
    }
}

/// Whether the name is spelt like that of a variable.
fn is_local(name: &Ident) -> bool {
    name != "self" && !name.to_string().contains(char::is_uppercase)
}

/// Whether a parameter or a const generic has the name. A pattern that is a macro call may bind any name.
fn is_parameter(name: &Ident, function: &Function) -> bool {
    struct Binds<'a>(&'a Ident, bool);

    impl<'ast> Visit<'ast> for Binds<'_> {
        fn visit_pat(&mut self, pattern: &'ast Pat) {
            self.1 |= match pattern {
                Pat::Ident(bound) => bound.ident == *self.0,
                Pat::Macro(_) | Pat::Verbatim(_) => true,
                _ => false,
            };
            visit::visit_pat(self, pattern);
        }
    }

    let signature = &function.signature;
    let mut binds = Binds(name, false);
    for parameter in &signature.inputs {
        if let FnArg::Typed(typed) = parameter {
            binds.visit_pat(&typed.pat);
        }
    }
    let is_const = |parameter: &GenericParam| match parameter {
        GenericParam::Const(constant) => constant.ident == *name,
        _ => false,
    };
    binds.1 || signature.generics.params.iter().any(is_const)
}
