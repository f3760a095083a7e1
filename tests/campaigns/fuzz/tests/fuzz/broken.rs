//! The property is one that can fail: macros that are broken on purpose break it, each the promise that it should, and
//! random inputs find every one of them.

use proc_macro2::{Delimiter, Group, Literal, TokenStream, TokenTree};
use quote::quote;
use scoped_entry_fuzz::{
    Macros, OURS,
    campaign::{Until, run},
    seeds::Seeds,
};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// Which promise random inputs find broken.
fn broken(macros: Macros) -> &'static str {
    let seeds = Seeds::load().expect("the repository's sources are there");
    match run(&macros, &seeds, 1, Until::Inputs(3000), |_| ()) {
        Ok(tally) => panic!("nothing was found:\n{tally}"),
        Err(finding) => finding.violation.promise,
    }
}

fn scoped_entry(broken_one: fn(TokenStream, &TokenStream) -> TokenStream) -> &'static str {
    broken(Macros { scoped_entry: broken_one, ..OURS })
}

fn ours(arguments: TokenStream, item: &TokenStream) -> TokenStream {
    (OURS.scoped_entry)(arguments, item)
}

fn is_error(expansion: &TokenStream) -> bool {
    expansion.clone().into_iter().any(|token| matches!(token, TokenTree::Ident(word) if word == "compile_error"))
}

/// What stands in the expansion's body becomes something else.
fn with_body(expansion: TokenStream, change: impl Fn(TokenStream) -> TokenStream) -> TokenStream {
    let is_error = is_error(&expansion);
    let mut tokens: Vec<_> = expansion.into_iter().collect();
    if let Some(TokenTree::Group(body)) = tokens.last_mut()
        && !is_error
    {
        let mut changed = Group::new(body.delimiter(), change(body.stream()));
        changed.set_span(body.span());
        *body = changed;
    }
    tokens.into_iter().collect()
}

/// Arguments that are wrong are so in two places, of which the inputs, made of the repository's sources, come to one first.
fn assert_is_of_arguments(promise: &str) {
    let promises = [
        "what an argument says is in the expansion once, in the arguments' order",
        "arguments that are handed on go as they came, with the item as it came",
    ];
    assert!(promises.contains(&promise), "{promise}");
}

#[test]
fn an_item_that_an_error_replaces_is_found() {
    let promise = scoped_entry(|arguments, item| {
        let expansion = ours(arguments, item);
        if is_error(&expansion) { quote!(::core::compile_error! { "wrong" }) } else { expansion }
    });
    assert_eq!(promise, "an error stands beside the item, which is as it came");
}

#[test]
fn an_item_that_an_error_changes_is_found() {
    let promise = scoped_entry(|arguments, item| {
        let expansion = ours(arguments, item);
        if is_error(&expansion) { expansion.into_iter().skip(1).collect() } else { expansion }
    });
    assert_eq!(promise, "an error stands beside the item, which is as it came");
}

#[test]
fn an_error_that_is_swallowed_is_found() {
    let promise = scoped_entry(|arguments, item| {
        let expansion = ours(arguments, item);
        if is_error(&expansion) { item.clone() } else { expansion }
    });
    // Whichever of the many that are to be refused comes first.
    let is_it = promise.ends_with("is refused") || promise.starts_with("what an argument says");
    assert!(is_it, "{promise}");
}

#[test]
fn a_panic_is_found() {
    let promise = scoped_entry(|arguments, item| {
        let has_empty_brackets = |token: &TokenTree| {
            matches!(token, TokenTree::Group(group)
            if group.delimiter() == Delimiter::Bracket && group.stream().is_empty())
        };
        assert!(!arguments.clone().into_iter().any(|token| has_empty_brackets(&token)), "empty brackets");
        ours(arguments, item)
    });
    assert_eq!(promise, "a macro never panics");
}

#[test]
fn a_body_that_is_there_twice_is_found() {
    let promise = scoped_entry(|arguments, item| {
        let expansion = ours(arguments, item);
        with_body(expansion, |body| quote!(if true { #body } else { #body }))
    });
    assert_eq!(
        promise,
        "the body's tokens are there once each, in their order, inside of the groups that they were in"
    );
}

#[test]
fn a_body_that_loses_its_last_token_is_found() {
    let promise = scoped_entry(|arguments, item| {
        let mut tokens: Vec<_> = item.clone().into_iter().collect();
        if let Some(TokenTree::Group(body)) = tokens.last_mut() {
            let mut kept: Vec<_> = body.stream().into_iter().collect();
            if matches!(kept.pop(), Some(TokenTree::Ident(_))) {
                let mut shorter = Group::new(body.delimiter(), kept.into_iter().collect());
                shorter.set_span(body.span());
                *body = shorter;
            }
        }
        let shorter = tokens.into_iter().collect();
        let expansion = ours(arguments.clone(), &shorter);
        if is_error(&expansion) { ours(arguments, item) } else { expansion }
    });
    assert_eq!(
        promise,
        "the body's tokens are there once each, in their order, inside of the groups that they were in"
    );
}

#[test]
fn a_lost_attribute_is_found() {
    let promise = scoped_entry(|arguments, item| {
        let expansion = ours(arguments, item);
        let begins =
            matches!(expansion.clone().into_iter().next(), Some(TokenTree::Punct(hash)) if hash.as_char() == '#');
        if begins && !is_error(&expansion) { expansion.into_iter().skip(2).collect() } else { expansion }
    });
    // The attribute that is lost may be the next one of ours.
    let is_it =
        promise.starts_with("all that stands before the body") || promise.starts_with("arguments that are handed on");
    assert!(is_it, "{promise}");
}

#[test]
fn a_lost_visibility_is_found() {
    let promise = scoped_entry(|arguments, item| {
        let expansion = ours(arguments, item);
        let is_public = |token: &TokenTree| matches!(token, TokenTree::Ident(word) if word == "pub");
        if is_error(&expansion) { expansion } else { expansion.into_iter().filter(|token| !is_public(token)).collect() }
    });
    // It may be lost of an item that is handed on.
    let is_it =
        promise.starts_with("all that stands before the body") || promise.starts_with("arguments that are handed on");
    assert!(is_it, "{promise}");
}

#[test]
fn an_entry_after_the_body_is_found() {
    let promise = scoped_entry(|arguments, item| {
        with_body(ours(arguments, item), |outer| {
            let [TokenTree::Group(middle)] = &outer.clone().into_iter().collect::<Vec<_>>()[..] else { return outer };
            let mut tokens: Vec<_> = middle.stream().into_iter().collect();
            tokens.rotate_right(1);
            // Of a body without braces of its own, the last group is a part only.
            let begins_with_the_body = matches!(&tokens[0], TokenTree::Group(body) if body.delimiter() == Delimiter::Brace)
                && tokens.last().is_some_and(|last| last.to_string() == ";");
            if begins_with_the_body { quote!({ #(#tokens)* }) } else { outer }
        })
    });
    assert_eq!(promise, "an entry begins before the body");
}

#[test]
fn code_that_no_longer_is_code_is_found() {
    let promise = scoped_entry(|arguments, item| with_body(ours(arguments, item), |body| quote!(let = ; #body)));
    assert_eq!(promise, "a function that is code throughout stays one");
}

#[test]
fn an_expansion_that_differs_each_time_is_found() {
    static CALLS: AtomicU64 = AtomicU64::new(0);

    let promise = scoped_entry(|arguments, item| {
        let call = CALLS.fetch_add(1, Relaxed);
        with_body(ours(arguments, item), |body| quote!(let _ = #call; #body))
    });
    assert_eq!(promise, "the same tokens expand to the same tokens");
}

#[test]
fn an_expression_among_statements_is_found() {
    let promise = broken(Macros {
        enter: |arguments| {
            let expansion = (OURS.enter)(arguments);
            if is_error(&expansion) { expansion } else { expansion.into_iter().skip(1).collect() }
        },
        ..OURS
    });
    assert_eq!(promise, "`enter!` is a statement");
}

#[test]
fn an_argument_of_a_shared_call_that_is_lost_is_found() {
    let promise = broken(Macros {
        single_flight: |arguments, item| {
            let expansion = (OURS.single_flight)(arguments, item);
            if is_error(&expansion) { expansion } else { item.clone() }
        },
        ..OURS
    });
    assert_eq!(promise, "what an argument says is in the expansion once, in the arguments' order");
}

#[test]
fn a_part_of_an_argument_that_is_lost_is_found() {
    let promise = scoped_entry(|arguments, item| {
        let mut shorter: Vec<_> = arguments.clone().into_iter().collect();
        let last = shorter.len().saturating_sub(2);
        if matches!(&shorter[last..], [TokenTree::Punct(dot), TokenTree::Ident(_)] if dot.as_char() == '.') {
            shorter.truncate(last);
        }
        let expansion = ours(shorter.into_iter().collect(), item);
        if is_error(&expansion) { ours(arguments, item) } else { expansion }
    });
    assert_is_of_arguments(promise);
}

#[test]
fn a_number_of_an_argument_that_becomes_another_is_found() {
    let promise = scoped_entry(|arguments, item| {
        let another = |token| match token {
            TokenTree::Literal(number) if number.to_string().starts_with(|first: char| first.is_ascii_digit()) => {
                let mut another = Literal::u8_unsuffixed(77);
                another.set_span(number.span());
                TokenTree::Literal(another)
            }
            token => token,
        };
        ours(arguments.into_iter().map(another).collect(), item)
    });
    assert_is_of_arguments(promise);
}
