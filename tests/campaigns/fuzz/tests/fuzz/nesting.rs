//! Brackets in brackets, on a stack as large as rustc's: deeper than the random inputs go, which a test's thread has less for.

use proc_macro2::TokenStream;
use scoped_entry_fuzz::OURS;
use std::thread;

/// What rustc gives its own thread.
const STACK: usize = 8 * 1024 * 1024;

fn nested(depth: usize, open: &str, inner: &str, close: &str) -> String {
    format!("{}{inner}{}", open.repeat(depth), close.repeat(depth))
}

/// Whether it is accepted.
fn expands(arguments: String, item: String) -> bool {
    let expansion = thread::Builder::new().stack_size(STACK).spawn(move || {
        let tokens = |text: &str| text.parse::<TokenStream>().expect("brackets are balanced");
        let expansion = (OURS.scoped_entry)(tokens(&arguments), &tokens(&item));
        let is_error = expansion.to_string().contains("compile_error");
        !is_error
    });
    expansion.expect("a thread can be had").join().expect("no stack is without an end, and this is far from it")
}

const ARGUMENTS: &str = "map = INFLIGHT, key = id";

#[test]
fn a_body_may_be_a_thousand_brackets_deep() {
    for (open, close) in [("{", "}"), ("(", ")"), ("[", "]"), ("{ return {", "} }"), ("async move {", "}")] {
        for returned in ["", "-> u64", "-> impl Future<Output = u64>"] {
            let body = nested(1_000, open, "id", close);
            assert!(
                expands(ARGUMENTS.into(), format!("fn handle(id: u64) {returned} {{ {body} }}")),
                "{open} {returned}"
            );
        }
    }
}

#[test]
fn an_argument_may_be_a_hundred_brackets_deep() {
    for (open, close) in
        [("(", ")"), ("{", "}"), ("[", "]"), ("(1, ", ")"), ("f(", ")"), ("&", ""), ("if c {", "} else { 0 }")]
    {
        let key = nested(100, open, "id", close);
        assert!(expands(format!("map = INFLIGHT, key = {key}"), "fn handle(id: u64) {}".into()), "{open}");
    }
}

#[test]
fn a_type_may_be_a_hundred_brackets_deep() {
    for (open, close) in [("(", ")"), ("Option<", ">"), ("(u64, ", ")"), ("[", "; 1]"), ("&'static ", "")] {
        let nested = nested(100, open, "u64", close);
        assert!(expands(ARGUMENTS.into(), format!("fn handle(id: {nested}) -> {nested} {{ id }}")), "{open}");
    }
}
