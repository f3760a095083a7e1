//! Names that make no edge, and which files belong to a crate.

mod fixtures;

use fixtures::{cycles, edges, examined};

const CHILD: (&str, &str) = ("m/x.rs", "use super::Y; pub struct X(Y);");

#[test]
fn a_module_and_the_re_export_of_a_descendant() {
    let parent = |code: &str| edges(&[("lib.rs", "mod m;"), ("m/mod.rs", code), CHILD]);
    assert_eq!(parent("mod x; pub use x::X; pub struct Y;"), ["m/x.rs -> m/mod.rs"]);
    assert_eq!(parent("mod x; pub(crate) use self::x::{X as Z}; pub struct Y;"), ["m/x.rs -> m/mod.rs"]);
    assert_eq!(parent("mod x; pub use x::*; pub struct Y;"), ["m/x.rs -> m/mod.rs"]);
}

#[test]
fn what_a_module_itself_takes_of_a_descendant_is_an_edge() {
    for code in [
        "mod x; use x::X; pub struct Y;",
        "mod x; pub use x::X; pub struct Y; fn f(_: X) {}",
        "mod x; pub use x::*; pub struct Y; fn f(_: X) {}",
        "mod x; pub struct Y; fn f(_: x::X) {}",
    ] {
        assert_eq!(cycles(&[("lib.rs", "mod m;"), ("m/mod.rs", code), CHILD]), ["m/mod.rs m/x.rs"], "{code}");
    }
}

#[test]
fn the_re_export_of_a_sibling_is_an_edge() {
    let files = [
        ("lib.rs", "mod lock; mod sync;"),
        ("lock.rs", "use super::sync::Mutex; pub fn lock(_: Mutex) {}"),
        ("sync.rs", "pub(super) use super::lock::lock; pub(super) use spin::Mutex;"),
    ];
    assert_eq!(cycles(&files), ["lock.rs sync.rs"]);
}

#[test]
fn tests_and_documentation() {
    for code in [
        "#[cfg(test)] use crate::b::B;",
        "#[cfg(test)] mod tests { use crate::b::B; }",
        "#[cfg(test)] mod in_a_file_of_its_own;",
        "#[cfg(all(test, feature = \"std\"))] fn f() { crate::b::B; }",
        "#[cfg(any(test, doc))] fn f() { crate::b::B; }",
        "#[test] fn f() { crate::b::B; }",
        "impl S { #[cfg(test)] fn f() { crate::b::B; } }",
        "trait T { #[cfg(test)] fn f() { crate::b::B; } }",
        "struct S { #[cfg(test)] f: crate::b::B }",
        "enum S { #[cfg(test)] V(crate::b::B) }",
        "fn f() { #[cfg(test)] let b = crate::b::B; }",
        "fn f() { #[cfg(test)] use crate::b::B; #[cfg(test)] crate::b::m!(); }",
        "fn f() { match 1 { #[cfg(test)] crate::b::B => {} _ => {} } }",
        "/// [`crate::b::B`]\n#[doc = \"crate::b::B\"] fn f() {}",
        "#[cfg(doc)] use crate::b::B;",
    ] {
        let files = [("lib.rs", "mod a; mod b;"), ("a.rs", code), ("b.rs", "pub struct B;")];
        assert!(edges(&files).is_empty(), "{code}");
    }
}

#[test]
fn every_other_cfg_is_enabled() {
    for code in [
        "#[cfg(feature = \"std\")] use crate::b::B;",
        "#[cfg(not(test))] use crate::b::B;",
        "#[cfg(any(test, feature = \"std\"))] use crate::b::B;",
        "#[cfg(a)] use crate::c::B; #[cfg(not(a))] use crate::b::B; fn f() { B; }",
    ] {
        let files = [
            ("lib.rs", "mod a; mod b; mod c;"),
            ("a.rs", code),
            ("b.rs", "pub struct B;"),
            ("c.rs", "pub use std::B;"),
        ];
        assert!(edges(&files).contains(&"a.rs -> b.rs".to_owned()), "{code}");
    }
}

#[test]
fn locals_and_generics_hide_items() {
    let b = "pub fn run() {} pub fn Upper() {} pub struct T; pub mod m { pub fn f() {} }";
    let a =
        |code: &str| edges(&[("lib.rs", "mod a; mod b;"), ("a.rs", &format!("use crate::b::*; {code}")), ("b.rs", b)]);
    for code in [
        "fn f(run: u8) { run; }",
        "fn f() { if let Some(run) = x { run(); } }",
        "fn f() { for run in 0..1 { run; } }",
        "fn f() { match x { run => run } }",
        "fn f() { |run| run; }",
        "fn f<T>() { T::new(); }",
        "impl<T> S<T> { fn f(_: T) {} }",
        "fn f() { fn run() {} run(); }",
    ] {
        assert!(a(code).is_empty(), "{code}");
    }
    for code in [
        "fn f() { let run = run(); }",
        "fn f() { { let run = 1; } run(); }",
        "fn f() { let run = 1; fn g() { run(); } }",
        "fn f() { let m = 1; m::f(); }",
        "fn f() { match x { Upper => 1 } }",
    ] {
        assert_eq!(a(code), ["a.rs -> b.rs"], "{code}");
    }
}

#[test]
fn where_the_file_of_a_module_is() {
    let files = [
        ("lib.rs", "mod a; #[path = \"other/place.rs\"] mod b; mod inline { mod c; #[path = \"e.rs\"] mod d; }"),
        ("a.rs", "mod child; #[path = \"sibling.rs\"] mod sibling; pub fn f() {}"),
        ("a/child.rs", "use super::f;"),
        ("sibling.rs", "use super::f;"),
        ("other/place.rs", "mod beside;"),
        ("other/beside.rs", "use crate::a::f;"),
        ("inline/c/mod.rs", "use crate::a::f;"),
        ("inline/e.rs", "use super::super::a::f;"),
        ("unreachable.rs", "use crate::a::f;"),
    ];
    let expected = ["a/child.rs", "inline/c/mod.rs", "inline/e.rs", "other/beside.rs", "sibling.rs"];
    assert_eq!(edges(&files), expected.map(|file| format!("{file} -> a.rs")));
}

#[test]
fn a_module_of_the_same_name_as_an_imported_macro() {
    let files = [
        ("lib.rs", "mod a; mod attributes; pub mod flight; pub use attributes::flight;"),
        ("a.rs", "use crate::flight::F; fn f() { crate::flight!(); }"),
        ("attributes.rs", "pub use macros::flight;"),
        ("flight.rs", "pub struct F;"),
    ];
    assert_eq!(edges(&files), ["a.rs -> attributes.rs", "a.rs -> flight.rs"]);
    let sites: Vec<_> = examined(&files).through_root.iter().map(ToString::to_string).collect();
    assert_eq!(sites, ["a.rs:1: crate::flight"]);
}

#[test]
fn imports_through_the_root() {
    let files = [
        (
            "lib.rs",
            "mod a; mod maps; pub use maps::{Builder, Map as M}; pub use other::Other; pub struct Own; use maps::*;",
        ),
        (
            "a.rs",
            "use crate::{M, Other, Own};\nuse crate::maps::{Builder, Map};\nuse super::*;\n\
             fn f() { crate::Builder; Glob; }\nm!(crate::Builder::new());",
        ),
        ("maps/mod.rs", "mod map; pub use map::Map; pub struct Builder; pub struct Glob;"),
        ("maps/map.rs", "use super::super::Builder;\npub struct Map;\n#[cfg(test)] use crate::Builder;"),
    ];
    let sites: Vec<_> = examined(&files).through_root.iter().map(ToString::to_string).collect();
    assert_eq!(
        sites,
        [
            "a.rs:1: crate::M",
            "a.rs:1: crate::Other",
            "a.rs:4: Glob",
            "a.rs:4: crate::Builder",
            "a.rs:5: crate::Builder::new",
            "maps/map.rs:1: super::super::Builder",
        ]
    );
}
