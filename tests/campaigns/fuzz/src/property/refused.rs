//! An error beside the item, or in place of an expression.

use super::{Violation, trace::are_same, violation};
use crate::invocation::Invocation;
use proc_macro2::{TokenStream, TokenTree};
use syn::{
    ImplItemFn, ItemFn, LitStr, Token, TraitItemFn, braced,
    parse::{ParseStream, Parser},
};

/// The messages, if anything in the expansion is an error of the macro's.
pub(super) fn messages(invocation: &Invocation, expanded: &[TokenTree]) -> Option<Result<Vec<String>, Violation>> {
    if let Some(messages) = in_place(invocation, expanded) {
        return Some(Ok(messages));
    }
    if !expanded.iter().any(is_error) {
        return None;
    }
    let item: Vec<_> = invocation.item.clone().into_iter().collect();
    let kept = &expanded[..item.len().min(expanded.len())];
    if !are_same(&item, kept) {
        return Some(violation("an error stands beside the item, which is as it came", "the item is not there"));
    }
    let errors: TokenStream = expanded[item.len()..].iter().cloned().collect();
    Some(match errors_only.parse2(errors) {
        Ok(messages) if messages.iter().all(|message| !message.is_empty()) => Ok(messages),
        _ => violation("an error stands beside the item, which is as it came", "something else stands there, too"),
    })
}

/// The messages in place of an expression, which no function is: what would stand after it would be ignored.
fn in_place(invocation: &Invocation, expanded: &[TokenTree]) -> Option<Vec<String>> {
    let [TokenTree::Group(block)] = expanded else { return None };
    let item = || invocation.item.clone();
    let is_function = syn::parse2::<ItemFn>(item()).is_ok()
        || syn::parse2::<ImplItemFn>(item()).is_ok()
        || syn::parse2::<TraitItemFn>(item()).is_ok();
    let messages = errors_only.parse2(block.stream()).ok()?;
    (!is_function && !messages.is_empty()).then_some(messages)
}

/// What is nested in the item is none of the macro's, and no function has one before its body.
fn is_error(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Ident(word) if word == "compile_error")
}

fn errors_only(input: ParseStream<'_>) -> syn::Result<Vec<String>> {
    let mut messages = Vec::new();
    while !input.is_empty() {
        let path = input.call(syn::Path::parse_mod_style)?;
        if path.segments.last().is_none_or(|last| last.ident != "compile_error") {
            return Err(input.error("something else"));
        }
        input.parse::<Token![!]>()?;
        let content;
        braced!(content in input);
        messages.push(content.parse::<LitStr>()?.value());
    }
    Ok(messages)
}
