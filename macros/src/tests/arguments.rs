//! Errors in arguments, and their forms, in whole expansions.

use super::harness::tokens;
use crate::expand::scoped_entry;
use proc_macro2::{Delimiter, Group};
use quote::quote;

#[test]
fn arguments_that_are_not_whole_yet_keep_the_function() {
    let item = quote!(
        fn handle(&self, id: u64) -> u64 {
            id
        }
    );
    for arguments in ["", "m", "map", "map =", "map = self.", "map = self.inflight,", "map = self.inflight, k", "= ="] {
        let expanded = scoped_entry(tokens(arguments), &item).to_string();
        assert!(expanded.starts_with(&item.to_string()), "{arguments}: {expanded}");
        assert!(expanded.contains(":: scoped_entry :: __private :: compile_error"), "{arguments}: {expanded}");
    }
}

/// It reports them only if they are still in the expansion.
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
