//! One invocation of the attribute, from its tokens to those that replace the item.

use crate::{arguments::Arguments, faults::Faults, function::Function, render::render, rules};
use proc_macro2::TokenStream;
use quote::quote;

pub(crate) fn scoped_entry(arguments: TokenStream, item: &TokenStream) -> TokenStream {
    let mut faults = Faults::default();
    let arguments = Arguments::parse(arguments, &mut faults);
    let function = Function::split(item.clone(), &mut faults);
    let plan = function.and_then(|function| rules::plan(arguments, function, &mut faults));
    match (plan, faults.into_compile_errors()) {
        (Some(plan), None) => render(&plan),
        // The item stays, so that what calls it does not fail, too.
        (_, errors) => quote!(#item #errors),
    }
}
