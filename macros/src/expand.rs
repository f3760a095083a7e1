//! One invocation, from its tokens to those that replace it.

use crate::{
    arguments::{Arguments, Form},
    faults::Faults,
    function::Function,
    others, render, rules,
};
use proc_macro2::TokenStream;
use quote::quote;

pub(crate) fn scoped_entry(arguments: TokenStream, item: &TokenStream) -> TokenStream {
    let mut faults = Faults::default();
    let function = Function::split(item.clone(), "scoped_entry", &mut faults);
    if let Some(handed_on) = function
        .as_ref()
        .filter(|function| rules::carrier(function).is_some())
        .and_then(|_| others::hand_on(&arguments, item))
    {
        return handed_on;
    }
    let mut parse = |arguments| Arguments::parse(arguments, Form::Attribute, &mut faults);
    let arguments: Vec<_> = others::handed_on(arguments).into_iter().map(&mut parse).collect();
    let plan = function.and_then(|function| rules::plan(&arguments, function, &mut faults));
    match (plan, faults.into_compile_errors()) {
        (Some(plan), None) => render::function(&plan),
        // The item stays, so that what calls it does not fail, too.
        (_, errors) => quote!(#item #errors),
    }
}

pub(crate) fn single_flight(arguments: TokenStream, item: &TokenStream) -> TokenStream {
    let mut faults = Faults::default();
    let function = Function::split(item.clone(), "single_flight", &mut faults);
    let arguments = Arguments::parse(arguments, Form::Flight, &mut faults);
    let flight = function.and_then(|function| rules::flight(&arguments, function, &mut faults));
    match (flight, faults.into_compile_errors()) {
        (Some(flight), None) => render::flight(&flight),
        (_, errors) => quote!(#item #errors),
    }
}

pub(crate) fn enter(arguments: TokenStream) -> TokenStream {
    let mut faults = Faults::default();
    let arguments = Arguments::parse(arguments, Form::Statement, &mut faults);
    let entry = rules::entry(&arguments, &mut faults);
    match (entry, faults.into_compile_errors()) {
        (Some(entry), None) => render::statement(&entry),
        (_, errors) => quote!(#errors),
    }
}

#[cfg(test)]
mod tests {
    use super::{scoped_entry, single_flight};
    use proc_macro2::{Delimiter, Group, TokenStream};
    use quote::quote;

    fn tokens(text: &str) -> TokenStream {
        text.parse().expect("the text is made of tokens")
    }

    /// As in an editor, between two keys.
    #[test]
    fn a_body_that_is_not_code_yet_keeps_its_function_and_its_tokens() {
        let arguments = quote!(map = self.inflight, key = id);
        for body in
            ["let reply = ;", "self.", "reply.map(|)", "if id == { } else", "return Err(", "let Some(x) =", "@ # %%"]
        {
            // An editor closes what is open before it asks.
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
    fn arguments_that_are_not_whole_yet_keep_the_function() {
        let item = quote!(
            fn handle(&self, id: u64) -> u64 {
                id
            }
        );
        for arguments in
            ["", "m", "map", "map =", "map = self.", "map = self.inflight,", "map = self.inflight, k", "= ="]
        {
            let expanded = scoped_entry(tokens(arguments), &item).to_string();
            assert!(expanded.starts_with(&item.to_string()), "{arguments}: {expanded}");
            assert!(expanded.contains("compile_error"), "{arguments}: {expanded}");
        }
    }

    /// Which it does where they stand, and not where they are lost.
    #[test]
    fn attributes_of_an_argument_are_left_to_the_compiler() {
        let item = quote!(
            fn handle(id: u64) {}
        );
        for key in ["#[a] (id)", "#[a] (id, id)", "(#[a] (id), id)", "#[a] { id }", "#[a] id"] {
            let expanded = scoped_entry(tokens(&format!("map = INFLIGHT, key = {key}")), &item).to_string();
            assert!(expanded.contains("# [a]"), "{key}: {expanded}");
        }
        let fragment = Group::new(Delimiter::None, quote!(leave.now));
        let arguments = quote!(map = INFLIGHT, key = id, occupied = #[a] #fragment);
        let expanded = scoped_entry(arguments, &item).to_string();
        assert!(expanded.contains("# [a]"), "{expanded}");
    }

    #[test]
    fn what_only_a_closure_could_have_is_refused_of_an_occupied() {
        let item = quote!(
            fn handle(id: u64) {}
        );
        for closure in [
            "move |x| return",
            "async |x| return",
            "|x| -> u64 { return }",
            "for<'a> |x| return",
            "const |x| return",
            "#[a] |x| return",
            "(#[a] |x| return)",
            "#[a] (|x| return)",
            "#[a] ((|x| return))",
            "(#[a] (|x| return))",
            "((move |x| return))",
        ] {
            let expanded =
                scoped_entry(tokens(&format!("map = INFLIGHT, key = id, occupied = {closure}")), &item).to_string();
            assert!(expanded.contains("is not a closure"), "{closure}: {expanded}");
        }
    }

    #[test]
    fn a_misspelt_argument_is_one_fault_whatever_it_would_not_go_with() {
        let item = quote!(
            fn handle(id: u64) {}
        );
        for arguments in [
            "map = INFLIGHT, key = id, hodl = id",
            "hodl = id",
            "hold = id, mpa = INFLIGHT",
            "mpa = INFLIGHT, map = INFLIGHT, key = id",
            "map = INFLIGHT, mpa = INFLIGHT, key = id",
            "mpa = INFLIGHT, key = id",
        ] {
            let expanded = scoped_entry(tokens(arguments), &item).to_string();
            assert_eq!(expanded.matches("compile_error").count(), 1, "{arguments}: {expanded}");
            assert!(expanded.contains("did you mean"), "{arguments}: {expanded}");
        }
    }

    #[test]
    fn a_let_is_no_argument() {
        let item = quote!(
            fn handle(id: u64) {}
        );
        for arguments in [
            "map = let x = INFLIGHT, key = id",
            "map = INFLIGHT, key = let x = id",
            "hold = let x = id",
            "map = INFLIGHT, key = id, occupied = let x = return",
            "map = INFLIGHT, key = id, occupied = |x| let y = return",
        ] {
            let expanded = scoped_entry(tokens(arguments), &item).to_string();
            assert!(expanded.contains("compile_error"), "{arguments}: {expanded}");
        }
    }

    #[test]
    fn the_pattern_of_an_occupied_takes_no_attributes() {
        let item = quote!(
            fn handle(id: u64) {}
        );
        let arguments = quote!(map = INFLIGHT, key = id, occupied = |#[a] x| return);
        let expanded = scoped_entry(arguments, &item).to_string();
        assert!(expanded.contains("takes no attributes"), "{expanded}");
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
    fn arguments_in_other_brackets_are_handed_on_too() {
        for own in ["(map = B, key = 2)", "[map = B, key = 2]", "{map = B, key = 2}"] {
            let item = tokens(&format!("#[scoped_entry{own}] fn handle() -> impl Future {{ async move {{}} }}"));
            let expanded = scoped_entry(quote!(map = A, key = 1), &item).to_string();
            assert!(
                expanded.contains(&quote!((__after(map = A, key = 1), map = B, key = 2)).to_string()),
                "{expanded}"
            );
        }
    }

    /// A method as `#[async_trait]` makes it, with what it has for the type in the body.
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
        assert!(
            !made.contains("let _ = & __entry") && made.contains("let __ret : Reply = { { :: scoped_entry"),
            "{made}"
        );
    }

    #[test]
    fn what_a_boxed_method_returned_is_as_its_signature_has_it() {
        let arguments = quote!(map = MAP, key = id);
        let unnamed = boxed(&quote!((impl Debug, Reply)), &quote!((_, Reply)));
        let asked = scoped_entry(arguments.clone(), &unnamed).to_string();
        assert!(asked.contains("Returned :: < Reply >") && !asked.contains("Returned :: < (_"), "{asked}");
        let refused = single_flight(arguments.clone(), &unnamed).to_string();
        assert!(refused.contains("an `impl` type has no name"), "{refused}");
        let lazy = scoped_entry(arguments, &boxed(&quote!(impl Future<Output = u64>), &quote!(_))).to_string();
        assert!(lazy.contains("this function returns a future"), "{lazy}");
    }

    #[test]
    fn an_occupied_that_would_be_two_statements_is_one_expression() {
        let item = quote!(
            fn handle(id: u64) {}
        );
        for (occupied, expected) in [
            ("match x { _ => return } + 1", "else { (match x { _ => return } + 1) }"),
            ("{ return } + 1", "else { ({ return } + 1) }"),
            ("match x { _ => return }", "else { match x { _ => return } }"),
            ("return { x } + 1", "else { return { x } + 1 }"),
        ] {
            let arguments = tokens(&format!("map = INFLIGHT, key = id, occupied = {occupied}"));
            let expanded = scoped_entry(arguments, &item).to_string();
            assert!(expanded.contains(&tokens(expected).to_string()), "{expanded}");
        }
    }

    #[test]
    fn a_caller_is_not_tracked_through_a_closure_whoever_needs_the_closure() {
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
}
