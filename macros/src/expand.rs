//! Expands one invocation: from its tokens to the tokens that replace it.

use crate::{
    diagnostics::Diagnostics,
    parse::{
        arguments::{Arguments, Form},
        copied,
        function::Function,
        kind::Kind,
        misplaced::is_expression,
        stacked,
    },
    render, rules,
    tokens::none_groups::flatten,
};
use proc_macro2::TokenStream;
use quote::quote;

pub(crate) fn scoped_entry(arguments: TokenStream, item: &TokenStream) -> TokenStream {
    let mut diagnostics = Diagnostics::default();
    let function = Function::parse(item.clone(), Form::Attribute, &mut diagnostics);
    if let Some(function) = &function {
        if copied::is_wasm_export(function) {
            return item.clone();
        }
        copied::report(function, Form::Attribute, &mut diagnostics);
    }
    let merged = match &function {
        Some(Function { kind: Kind::Lazy(_), .. }) => stacked::merge_into_next(&arguments, item),
        _ => None,
    };
    if let Some(merged) = merged {
        return merged;
    }
    let mut parse = |arguments| Arguments::parse(arguments, Form::Attribute, &mut diagnostics);
    let arguments: Vec<_> = stacked::split(arguments).into_iter().map(&mut parse).collect();
    let plan = function.and_then(|function| rules::function(&arguments, function, &mut diagnostics));
    let crate_path = arguments.iter().find_map(|arguments| arguments.crate_path.as_ref());
    match (plan, diagnostics.into_compile_errors(crate_path)) {
        (Some(plan), None) => render::function(&plan),
        (_, errors) => refused(item, errors.as_ref()),
    }
}

pub(crate) fn single_flight(arguments: TokenStream, item: &TokenStream) -> TokenStream {
    let mut diagnostics = Diagnostics::default();
    let function = Function::parse(item.clone(), Form::Flight, &mut diagnostics);
    if let Some(function) = &function {
        if copied::is_wasm_export(function) {
            return item.clone();
        }
        copied::report(function, Form::Flight, &mut diagnostics);
    }
    let arguments = Arguments::parse(arguments, Form::Flight, &mut diagnostics);
    let flight = function.and_then(|function| rules::single_flight(&arguments, function, &mut diagnostics));
    match (flight, diagnostics.into_compile_errors(arguments.crate_path.as_ref())) {
        (Some(flight), None) => render::single_flight(&flight),
        (_, errors) => refused(item, errors.as_ref()),
    }
}

/// Keeps the item, so that its callers compile. In place of an expression, the errors are the only value: the compiler would
/// ignore, and report, what follows the expression.
fn refused(item: &TokenStream, errors: Option<&TokenStream>) -> TokenStream {
    if is_expression(&flatten(item.clone())) { quote!({ #errors }) } else { quote!(#item #errors) }
}

pub(crate) fn enter(arguments: TokenStream) -> TokenStream {
    let mut diagnostics = Diagnostics::default();
    let arguments = Arguments::parse(arguments, Form::Statement, &mut diagnostics);
    let entry = rules::statement(&arguments, &mut diagnostics);
    match (entry, diagnostics.into_compile_errors(arguments.crate_path.as_ref())) {
        (Some(entry), None) => render::statement(&entry),
        (_, errors) => quote!(#errors),
    }
}
