//! The error for an attribute on something other than a function.

use super::arguments::Form;
use crate::tokens::{attributes_end, group, is_ident, is_punct};
use proc_macro2::{Delimiter, Span, TokenTree};

pub(super) fn not_a_function(head: &[TokenTree], form: Form, error: syn::Error) -> syn::Error {
    let attribute = form.name();
    if is_expression(head) {
        let is_closure = is_closure(&head[attributes_end(head)..]);
        let (what, inside) = match (is_closure, form) {
            (true, Form::Flight) => ("a closure", "call `run` or `blocking_run` of the `FlightMap` inside"),
            (true, _) => ("a closure", "write `enter!(…);` inside"),
            (false, Form::Flight) => ("an expression", "call `run` or `blocking_run` of the `FlightMap`"),
            (false, _) => ("an expression", "write `enter!(…);` in the block that needs the entry"),
        };
        let span = head.get(attributes_end(head)).map_or_else(Span::call_site, TokenTree::span);
        return syn::Error::new(span, format!("`{attribute}` goes on a function, not on {what}: {inside}"));
    }
    if has_fn(head) {
        return error;
    }
    let keyword = head[attributes_end(head)..].iter().find(|token| !is_visibility(token));
    let found = keyword.map_or_else(Span::call_site, TokenTree::span);
    let message = if keyword.is_some_and(|keyword| is_ident(Some(keyword), "impl") || is_ident(Some(keyword), "trait"))
    {
        let whose = if form == Form::Flight { "whose calls share a result" } else { "that need an entry" };
        format!("`{attribute}` goes on a function: put it on the methods {whose}")
    } else if keyword.is_some_and(|keyword| is_ident(Some(keyword), "let")) {
        let inside = if form == Form::Flight {
            "call `run` or `blocking_run` of the `FlightMap`"
        } else {
            "write `enter!(…);`"
        };
        format!("`{attribute}` goes on a function, not on a statement: in a closure or a block, {inside}")
    } else {
        let reason =
            if form == Form::Flight { "it shares the results of calls" } else { "an entry lives as long as a call" };
        format!("`{attribute}` goes on a function: {reason}")
    };
    syn::Error::new(found, message)
}

/// Whether the tokens of an item that is no function are those of an expression, such as a closure, an `async` block or a call.
/// A group at the end is not among them.
pub(crate) fn is_expression(tokens: &[TokenTree]) -> bool {
    const ITEMS: [&str; 17] = [
        "pub", "crate", "default", "auto", "unsafe", "extern", "impl", "trait", "struct", "enum", "union", "mod",
        "const", "static", "type", "use", "let",
    ];
    const BLOCKS: [&str; 3] = ["async", "const", "unsafe"];
    let tokens = &tokens[attributes_end(tokens)..];
    let is_keyword = |words: &[&str]| words.iter().any(|word| is_ident(tokens.first(), word));
    let opens_block = match tokens.get(1) {
        None => true,
        Some(TokenTree::Group(block)) => block.delimiter() == Delimiter::Brace,
        Some(_) => false,
    };
    let is_macro = is_punct(tokens.get(1), '!');
    is_closure(tokens)
        || is_keyword(&BLOCKS) && opens_block
        || !is_keyword(&ITEMS) && !is_macro && !has_fn(tokens) && !tokens.is_empty()
}

fn has_fn(tokens: &[TokenTree]) -> bool {
    tokens.iter().any(|token| is_ident(Some(token), "fn"))
}

pub(super) fn is_closure(tokens: &[TokenTree]) -> bool {
    let starts = tokens.iter().position(|token| is_punct(Some(token), '|'));
    starts.is_some_and(|starts| {
        tokens[..starts]
            .iter()
            .all(|token| ["async", "const", "move", "static"].iter().any(|word| is_ident(Some(token), word)))
    })
}

fn is_visibility(token: &TokenTree) -> bool {
    is_ident(Some(token), "pub") || group(Some(token), Delimiter::Parenthesis).is_some()
}

#[cfg(test)]
mod tests {
    use crate::{
        diagnostics::Diagnostics,
        parse::{arguments::Form, function::Function},
    };

    fn refusal(item: &str) -> Option<String> {
        let mut diagnostics = Diagnostics::default();
        Function::parse(item.parse().expect("the code is made of tokens"), Form::Attribute, &mut diagnostics);
        diagnostics.into_compile_errors(None).map(|errors| errors.to_string())
    }

    #[test]
    fn the_error_for_another_item_says_where_the_attribute_belongs() {
        for (item, advice) in [
            ("fn f()", "has no body"),
            ("fn f();", "has no body"),
            ("impl S {}", "put it on the methods"),
            ("impl [u8] {}", "put it on the methods"),
            ("#[a] pub(crate) trait T {}", "put it on the methods"),
            ("struct S;", "lives as long as a call"),
            ("const A: u8 = 1;", "lives as long as a call"),
            ("static A: u8 = 1;", "lives as long as a call"),
            ("m! { a }", "lives as long as a call"),
            ("let f = |a| a;", "not on a statement"),
            ("|a: fn(u8)| a", "not on a closure"),
            ("|a| a", "not on a closure"),
            ("|a| { a }", "not on a closure"),
            ("#[a] move || a", "not on a closure"),
            ("async move |a| a", "not on a closure"),
            ("|| fn_name()", "not on a closure"),
            ("{ a }", "not on an expression"),
            ("async move { a }", "not on an expression"),
            ("unsafe { a }", "not on an expression"),
            ("a(b)", "not on an expression"),
            ("match a { _ => b }", "not on an expression"),
        ] {
            let refusal = refusal(item).unwrap_or_default();
            assert!(refusal.contains(advice), "{item}: {refusal}");
        }
    }
}
