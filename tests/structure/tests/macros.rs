//! Edges through macros: their tokens, their bodies, and what they define.

mod fixtures;

use fixtures::{cycles, edges};

const B: (&str, &str) = ("b.rs", "pub fn f() {} pub struct S; pub trait T {} pub const NONE: u8 = 0;");

fn through(code: &str) -> Vec<String> {
    edges(&[("lib.rs", "mod a; mod b;"), ("a.rs", code), B])
}

#[test]
fn a_cycle_through_the_body_of_a_macro() {
    let files = [
        ("lib.rs", "mod a; mod b;"),
        ("a.rs", "macro_rules! made { ($t:ty) => { impl $crate::b::T for $t {} }; } pub(crate) use made;"),
        ("b.rs", "use crate::a::made; pub trait T {} made!(u8);"),
    ];
    assert_eq!(cycles(&files), ["a.rs b.rs"]);
}

#[test]
fn a_macro_by_textual_scope_and_by_export() {
    let textual = [
        ("lib.rs", "#[macro_use] mod a; mod b;"),
        ("a.rs", "macro_rules! made { () => {}; } mod c;"),
        ("a/c.rs", "made!();"),
        ("b.rs", "fn f() { made!(); }"),
    ];
    assert_eq!(edges(&textual), ["a/c.rs -> a.rs", "b.rs -> a.rs"]);
    let exported = [
        ("lib.rs", "mod a; mod b;"),
        ("a.rs", "#[macro_export] macro_rules! made { () => {}; }"),
        ("b.rs", "crate::made!();"),
    ];
    assert_eq!(edges(&exported), ["b.rs -> a.rs"]);
    let imported = [
        ("lib.rs", "mod a; mod b;"),
        ("a/mod.rs", "#[macro_use] mod inner; pub(crate) use made;"),
        ("a/inner.rs", "macro_rules! made { () => {}; }"),
        ("b.rs", "use crate::a::made; made!();"),
    ];
    assert_eq!(edges(&imported), ["b.rs -> a/inner.rs"]);
}

#[test]
fn paths_in_the_arguments_of_a_macro() {
    for code in [
        "fn f() { assert!(crate::b::f()); }",
        "fn f() { vec![x, crate::b::S { y: 1 }]; }",
        "m! { impl<T: crate::b::T> X for Y {} }",
        "m! { use crate::b::{S, f}; }",
        "m! { [] Mutex<C>, by crate::b::f; }",
        "use crate::b; m!(x as b::S);",
        "m!(super::b::S::<u8>::new());",
        "use crate::b::*; m!(f(0..NONE));",
        "use crate::b::*; m! { let x: S = 1; }",
        "fn f() { quote_spanned!(crate::b::f() => x) }",
        "macro_rules! m { () => { fn f() { crate::b::f() } }; }",
        "macro_rules! m { (a) => {}; (b) => ($crate::b::f()); }",
        "fn f() { macro_rules! m { () => { $crate::b::f() }; } m!(); }",
    ] {
        assert_eq!(through(code), ["a.rs -> b.rs"], "{code}");
    }
}

#[test]
fn what_looks_like_a_path_in_tokens_and_is_none() {
    for code in [
        "use crate::b::*; m!(x.f(), y.S, f: 1, 'f, f, $f, $S::f());",
        "use crate::b::*; m! { fn f() {} struct S; }",
        "use crate::b::*; m!(<u8>::f(), ::S::new(), Self::f());",
        "fn f() { quote!(crate::b::f()); quote_spanned!(span=> crate::b::S); }",
        "macro_rules! m { (crate::b::f) => {}; }",
        "macro_rules! m { ($crate_path:path) => { $crate_path::b::f() }; }",
    ] {
        assert!(through(code).is_empty(), "{code}");
    }
}

#[test]
fn what_an_invocation_defines() {
    for code in ["use crate::a::Defined;", "use crate::a::*; fn f(_: Defined) {}", "fn f() { crate::a::generated(); }"]
    {
        let a = "pin_project! { #[x] pub struct Defined<T> { x: T } } paths! { generated: Name, }";
        assert_eq!(edges(&[("lib.rs", "mod a; mod c;"), ("a.rs", a), ("c.rs", code)]), ["c.rs -> a.rs"], "{code}");
    }
}
