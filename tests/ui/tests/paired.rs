//! That a function's own errors read the same with the attribute as without it.
//!
//! Each `fail/paired/NAME.rs` has a twin `NAME.plain.rs` without the attribute. `ui.rs` holds both to what the compiler
//! says of them; here the two are compared.

use std::{
    fs,
    path::{Path, PathBuf},
};

fn pairs() -> Vec<(String, PathBuf)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fail/paired");
    let mut names: Vec<_> = fs::read_dir(&folder)
        .expect("the pairs stand beside the tests")
        .filter_map(|entry| entry.expect("the folder can be listed").file_name().into_string().ok())
        .filter_map(|name| Some(name.strip_suffix(".plain.rs")?.to_owned()))
        .collect();
    names.sort();
    names.into_iter().map(|name| (name, folder.clone())).collect()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn twins_differ_in_the_attribute_only() {
    for (name, folder) in pairs() {
        let with = read(&folder.join(format!("{name}.rs"))).replace(
            "#[scoped_entry(map = INFLIGHT, key = id)]",
            "// The line of the attribute in the other one of the pair.",
        );
        let without = read(&folder.join(format!("{name}.plain.rs")))
            .replace("use scoped_entry::InflightMap;", "use scoped_entry::{InflightMap, scoped_entry};");
        assert_eq!(with, without, "{name}");
    }
}

#[test]
fn errors_read_the_same_with_and_without_the_attribute() {
    let pairs = pairs();
    assert!(pairs.len() >= 15, "only {} pairs were found", pairs.len());
    for (name, folder) in pairs {
        let with = read(&folder.join(format!("{name}.stderr")));
        let without = read(&folder.join(format!("{name}.plain.stderr"))).replace(".plain.rs", ".rs");
        assert_eq!(with, without, "{name}");
    }
}
