//! What is an edge, on crates of a few lines.

mod fixtures;

use fixtures::{cycles, edges, examined};

#[test]
fn a_cycle_through_re_exports_of_the_root() {
    let files = [
        ("lib.rs", "mod a; mod b; pub use a::A; pub use b::B;"),
        ("a.rs", "use crate::B; pub struct A(B);"),
        ("b.rs", "use crate::A; pub trait B { fn a(&self) -> A; }"),
    ];
    assert_eq!(edges(&files), ["a.rs -> b.rs", "b.rs -> a.rs"]);
    assert_eq!(cycles(&files), ["a.rs b.rs"]);
}

#[test]
fn a_cycle_through_re_exports_of_modules_and_a_glob() {
    let files = [
        ("lib.rs", "mod upper; mod a; pub use upper::*;"),
        ("upper/mod.rs", "mod middle; pub use middle::*;"),
        ("upper/middle.rs", "pub(super) mod b; pub use self::b::*;"),
        ("upper/middle/b.rs", "pub struct B; fn f() { crate::a::f(); }"),
        ("a.rs", "pub fn f() -> crate::upper::B { loop {} }"),
    ];
    assert_eq!(cycles(&files), ["a.rs upper/middle/b.rs"]);
}

#[test]
fn a_name_that_a_glob_imports() {
    let files = [
        ("lib.rs", "mod a; mod b; fn of_root() {}"),
        ("a.rs", "use crate::b::*; fn f() { g(); let hidden = 1; _ = hidden; } fn h<T>(_: T) {}"),
        ("b.rs", "use super::*; pub fn g() { of_root(); } pub fn hidden() {} pub struct T;"),
    ];
    assert_eq!(edges(&files), ["a.rs -> b.rs", "b.rs -> lib.rs"]);
    let unused = [("lib.rs", "mod a; mod b;"), ("a.rs", "use crate::b::*;"), ("b.rs", "pub fn g() {} fn private() {}")];
    assert!(edges(&unused).is_empty());
}

#[test]
fn globs_of_each_other_end() {
    let files = [
        ("lib.rs", "mod a; pub use a::*;"),
        ("a.rs", "use super::*; pub use b::*; pub mod b; fn f() { g(); missing(); }"),
        ("a/b.rs", "use super::*; pub fn g() { f(); }"),
    ];
    assert_eq!(edges(&files), ["a.rs -> a/b.rs", "a/b.rs -> a.rs"]);
}

#[test]
fn a_renamed_import() {
    let files = [
        ("lib.rs", "mod a; mod b; mod c;"),
        ("a.rs", "use crate::c::Outer as Other; fn f(_: Other) {}"),
        ("b.rs", "pub struct Inner; fn f() { crate::a::f(); }"),
        ("c.rs", "pub use crate::b::Inner as Outer;"),
    ];
    assert_eq!(edges(&files), ["a.rs -> b.rs", "b.rs -> a.rs", "c.rs -> b.rs"]);
}

#[test]
fn a_path_from_a_module_above() {
    let files = [
        ("lib.rs", "mod a; mod b;"),
        ("a/mod.rs", "mod deep;"),
        ("a/deep.rs", "mod inline { fn f() { super::super::super::b::g(); self::h(); } fn h() {} }"),
        ("b.rs", "pub fn g() {}"),
    ];
    assert_eq!(edges(&files), ["a/deep.rs -> b.rs"]);
}

#[test]
fn an_imported_module() {
    let files = [
        ("lib.rs", "mod a; mod b; mod unused;"),
        ("a.rs", "use crate::{b, b as c, unused}; fn f() { b::g(); let b = 1; let _: c::T = b; }"),
        ("b.rs", "pub fn g() {} pub type T = u8;"),
        ("unused.rs", ""),
    ];
    assert_eq!(edges(&files), ["a.rs -> b.rs"]);
}

#[test]
fn variants_and_associated_items_go_to_the_type() {
    let path = |code: &str| {
        let lib = "mod a; mod t; mod other;";
        let a = format!("use crate::t; fn f() {{ {code} }}");
        let t = "pub enum E { V, W(u8) } pub struct S; pub trait T { const C: u8; fn new(); }";
        let other = "impl crate::t::S { pub fn new() -> Self { S } }";
        edges(&[("lib.rs", lib), ("a.rs", &a), ("t.rs", t), ("other.rs", other)])
    };
    for code in [
        "t::S::new();",
        "t::E::V;",
        "match x { t::E::W(_) => {} _ => {} }",
        "t::E::of_an_impl();",
        "<u8 as t::T>::C;",
        "<t::S>::new();",
        "x.y::<t::S>();",
        "use crate::t::E::*; match x { V => {} _ => {} }",
        "use crate::t::E::V as Z; Z;",
        "let x: [t::S; 1];",
        "let f = |x: t::S| {};",
        "const C: u8 = <u8 as crate::t::T>::C;",
    ] {
        assert_eq!(path(code), ["a.rs -> t.rs", "other.rs -> t.rs"], "{code}");
    }
    assert_eq!(path("t.V(); x.t(); <u8>::t(); Self::t();"), ["other.rs -> t.rs"]);
}

#[test]
fn bounds_attributes_and_signatures() {
    for code in [
        "fn f<T: crate::b::B>() {}",
        "fn f() where u8: crate::b::B {}",
        "fn f(_: &dyn crate::b::B) {}",
        "fn f() -> impl Iterator<Item = crate::b::B> {}",
        "struct S { f: Vec<crate::b::B> }",
        "impl crate::b::B for u8 {}",
        "trait T: crate::b::B {}",
        "#[crate::b::B] fn f() {}",
        "static S: u8 = crate::b::B;",
        "enum E { V = crate::b::B }",
    ] {
        assert_eq!(
            edges(&[("lib.rs", "mod a; mod b;"), ("a.rs", code), ("b.rs", "pub use other::B;")]),
            ["a.rs -> b.rs"]
        );
    }
}

#[test]
fn what_another_crate_defines_belongs_to_the_file_that_re_exports_it() {
    let files = [
        ("lib.rs", "extern crate alloc; mod a; mod core; mod sync;"),
        ("a.rs", "use super::sync::{Arc, Mutex}; use alloc::vec::Vec; use core::fmt; use ::core::mem; use spin;"),
        ("core.rs", "pub fn fmt() {}"),
        ("sync.rs", "pub use spin::Mutex; pub use other::*; use core::fmt;"),
    ];
    assert_eq!(edges(&files), ["a.rs -> sync.rs"]);
}

#[test]
fn every_missing_path_is_reported() {
    let files = [
        ("lib.rs", "mod a;"),
        (
            "a.rs",
            "use crate::b::B;\nuse other::C;\nfn f() { super::a::g(); self::f(); missing::<D>(); }\nm!(crate::b::B);",
        ),
    ];
    let lines: Vec<_> = examined(&files).unresolved.iter().map(ToString::to_string).collect();
    assert_eq!(lines, ["a.rs:1: crate::b::B"], "`a::g` may be defined by the invocation of `m`");
}
