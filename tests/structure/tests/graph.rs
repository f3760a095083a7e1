//! Which cycle is shown, and how.

mod fixtures;

use fixtures::{cycles, examined};

const FILES: [(&str, &str); 6] = [
    ("lib.rs", "mod a; mod b; mod c; mod d; mod e;"),
    ("a.rs", "use crate::{b::B, e::E};\npub struct A;"),
    ("b.rs", "\nuse crate::{\n    c::C,\n};\npub struct B;"),
    ("c.rs", "use crate::a::A;\npub struct C;\nfn f() -> crate::b::B { crate::b::B }"),
    ("d.rs", "use crate::{a::A, e::E};\npub struct D;"),
    ("e.rs", "use crate::d::D;\npub struct E;"),
];

#[test]
fn the_shortest_cycle_of_each_component() {
    let components =
        FILES.map(|(name, text)| (name, if name == "a.rs" { "use crate::b::B;\npub struct A;" } else { text }));
    assert_eq!(cycles(&components), ["b.rs c.rs", "d.rs e.rs"]);
    assert_eq!(cycles(&FILES), ["b.rs c.rs"]);
    let found = examined(&FILES).graph.cycles();
    assert_eq!(found[0].files, ["a.rs", "b.rs", "c.rs", "d.rs", "e.rs"]);
}

#[test]
fn the_message_names_each_path() {
    let files = FILES.map(|(name, text)| (name, if name == "a.rs" { "pub struct A;" } else { text }));
    let found: Vec<_> = examined(&files).graph.cycles().iter().map(ToString::to_string).collect();
    assert_eq!(
        found[0],
        "2 files depend on each other: b.rs, c.rs\n  the shortest cycle:\n  b.rs -> c.rs\n    b.rs:3: crate::c::C\n  \
         c.rs -> b.rs\n    c.rs:3: crate::b::B\n"
    );
}

#[test]
fn cycles_one_after_another() {
    let listed = examined(&FILES).graph.cycles_to_break();
    let ways: Vec<Vec<_>> =
        listed.iter().map(|cycle| cycle.steps.iter().map(|step| step.from.as_str()).collect()).collect();
    // Without `b -> c`, which has fewer paths than `c -> b`, there is no way from `a` through `b` and back.
    assert_eq!(ways, [vec!["b.rs", "c.rs"], vec!["d.rs", "e.rs"], vec!["a.rs", "e.rs", "d.rs"]]);
}
