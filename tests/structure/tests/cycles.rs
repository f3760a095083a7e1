//! The published crates have no cycles among their files, and import each name from where it is defined.

use scoped_entry_structure::{Examined, Sources, examine, repository::root};
use std::{fmt::Display, path::Path};

fn examined(krate: &str) -> Examined {
    let examined = Sources::read(&root().join(krate), Path::new(krate)).and_then(|sources| examine(&sources));
    examined.unwrap_or_else(|error| panic!("{krate} cannot be examined: {error}"))
}

fn listed(things: &[impl Display]) -> String {
    things.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

fn has_no_cycles(krate: &str) {
    let cycles = listed(&examined(krate).graph.cycles());
    assert!(
        cycles.is_empty(),
        "files of {krate} depend on each other. In each of these cycles, move what one file needs of the next into a file \
         of its own, or up or down, until one edge is gone (`cargo run -p scoped-entry-structure -- {krate}` prints \
         every edge):\n\n{cycles}",
    );
}

fn imports_from_the_definition(krate: &str) {
    let sites = listed(&examined(krate).through_root);
    assert!(
        sites.is_empty(),
        "these paths go through a re-export in {krate}/src/lib.rs, which hides what depends on what. Name the module that \
         the item is defined in, as in `crate::maps::InflightMap`:\n{sites}",
    );
}

fn resolves_completely(krate: &str) {
    let sites = listed(&examined(krate).unresolved);
    assert!(
        sites.is_empty(),
        "these paths compile but were not found, so that their edges are missing: tests/structure has to learn to resolve \
         them:\n{sites}",
    );
}

macro_rules! checks {
    ($($name:ident: $krate:literal,)*) => {$(
        mod $name {
            #[test]
            fn has_no_cycles() {
                super::has_no_cycles($krate);
            }

            #[test]
            fn imports_from_the_definition() {
                super::imports_from_the_definition($krate);
            }

            #[test]
            fn resolves_completely() {
                super::resolves_completely($krate);
            }
        }
    )*};
}

checks! {
    cluster: "cluster",
    macros: "macros",
    runtime: "runtime",
    this_one: "tests/structure",
}
