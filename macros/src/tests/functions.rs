//! Kinds of functions, in whole expansions.

use super::harness::tokens;
use crate::expand::{scoped_entry, single_flight};
use proc_macro2::TokenStream;
use quote::quote;

/// As in an editor, between two keystrokes.
#[test]
fn a_body_that_is_not_code_yet_keeps_its_function_and_its_tokens() {
    let arguments = quote!(map = self.inflight, key = id);
    for body in
        ["let reply = ;", "self.", "reply.map(|)", "if id == { } else", "return Err(", "let Some(x) =", "@ # %%"]
    {
        // An editor closes open brackets before it expands macros.
        let body = tokens(&format!("{body}{}", if body.ends_with('(') { ")" } else { "" }));
        let item = quote!(pub async fn handle(&self, id: u64) -> u64 { #body });
        let expanded = scoped_entry(arguments.clone(), &item).to_string();
        let head = quote!(pub async fn handle(&self, id: u64) -> u64).to_string();
        assert!(expanded.starts_with(&head), "{expanded}");
        assert!(expanded.contains(&body.to_string()), "{expanded}");
        assert!(!expanded.contains("compile_error"), "{expanded}");
    }
}

#[test]
fn a_semicolon_before_the_body_makes_it_no_function() {
    let item = quote!(fn handle(id: u64);, {});
    for expand in [scoped_entry, single_flight] {
        let expanded = expand(quote!(map = INFLIGHT, key = id), &item).to_string();
        assert!(expanded.starts_with(&item.to_string()), "{expanded}");
        assert!(expanded.contains("compile_error"), "{expanded}");
    }
}

#[test]
fn arguments_in_other_brackets_are_merged_too() {
    for own in ["(map = B, key = 2)", "[map = B, key = 2]", "{map = B, key = 2}"] {
        let item = tokens(&format!("#[scoped_entry{own}] fn handle() -> impl Future {{ async move {{}} }}"));
        let expanded = scoped_entry(quote!(map = A, key = 1), &item).to_string();
        assert!(expanded.contains(&quote!((__after(map = A, key = 1), map = B, key = 2)).to_string()), "{expanded}");
    }
}

/// A method as `#[async_trait]` makes it, with its output type in the signature and in the body.
fn boxed(output: &TokenStream, in_the_body: &TokenStream) -> TokenStream {
    quote! {
        fn handle<'async_trait>(id: u64) -> Pin<Box<dyn Future<Output = #output> + Send + 'async_trait>> {
            Box::pin(async move {
                let __ret: #in_the_body = { reply(id) };
                #[allow(unreachable_code)]
                __ret
            })
        }
    }
}

#[test]
fn a_boxed_method_that_is_written_by_hand_carries_its_entry() {
    for (lifetime, is_carried) in [(quote!('async_trait), true), (quote!('async_recursion), false)] {
        let item = quote! {
            fn handle<#lifetime>(id: u64) -> Pin<Box<dyn Future<Output = u64> + Send + #lifetime>> {
                Box::pin(async move { id })
            }
        };
        let expanded = scoped_entry(quote!(map = MAP, key = id), &item).to_string();
        assert_eq!(!expanded.contains("compile_error"), is_carried, "{expanded}");
        assert_eq!(expanded.contains("let _ = & __entry"), is_carried, "{expanded}");
    }
    let made = scoped_entry(quote!(map = MAP, key = id), &boxed(&quote!(Reply), &quote!(Reply))).to_string();
    assert!(!made.contains("let _ = & __entry") && made.contains("let __ret : Reply = { { :: scoped_entry"), "{made}");
}

#[test]
fn the_output_of_a_boxed_method_is_taken_from_its_signature() {
    let arguments = quote!(map = MAP, key = id);
    let unnamed = boxed(&quote!((impl Debug, Reply)), &quote!((_, Reply)));
    let asked = scoped_entry(arguments.clone(), &unnamed).to_string();
    assert!(asked.contains("returned :: < Reply , _ >") && !asked.contains("returned :: < (_"), "{asked}");
    let refused = single_flight(arguments.clone(), &unnamed).to_string();
    assert!(refused.contains("an `impl` type has no name"), "{refused}");
    let lazy = scoped_entry(arguments, &boxed(&quote!(impl Future<Output = u64>), &quote!(_))).to_string();
    assert!(lazy.contains("this function returns a future"), "{lazy}");
}

#[test]
fn a_caller_is_not_tracked_through_a_closure_whether_the_body_or_an_argument_needs_it() {
    let returns = quote!(map = MAP, key = id, occupied = return ready(0));
    let stays = quote!(map = MAP, key = id);
    for (arguments, body, is_refused) in [
        (&stays, quote!({ ready(id) }), false),
        (
            &stays,
            quote!({
                if id == 0 {
                    return ready(0);
                }
                ready(id)
            }),
            true,
        ),
        (&returns, quote!({ ready(id) }), true),
    ] {
        let item = quote!(#[track_caller] fn load(id: u64) -> impl Future<Output = u64> #body);
        let expanded = scoped_entry(arguments.clone(), &item).to_string();
        assert_eq!(expanded.contains("compile_error"), is_refused, "{expanded}");
    }
}
