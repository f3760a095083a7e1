//! Checks `README.md`, the index of the examples.

use std::{fs, path::Path};

const INDEX: &str = include_str!("../../README.md");

#[test]
fn the_index_has_a_row_for_each_example() {
    let manifests = [include_str!("../../Cargo.toml"), include_str!("../../more/Cargo.toml")];
    let examples = manifests.map(|manifest| manifest.split_once("[[example]]").expect("there are examples").1);
    let names = examples.iter().flat_map(|examples| examples.lines());
    for name in names.filter_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"')) {
        let command = format!("--example {name}` |");
        assert_eq!(INDEX.matches(&command).count(), 1, "rows with `{name}`");
    }
}

#[test]
fn the_files_that_the_index_names_exist() {
    for link in INDEX.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
        assert!(Path::new(env!("CARGO_MANIFEST_DIR")).join(link).is_file(), "{link}");
    }
}

#[test]
fn a_program_of_one_file_has_at_most_sixty_lines() {
    for entry in fs::read_dir(env!("CARGO_MANIFEST_DIR")).expect("the package's folder can be read") {
        let path = entry.expect("the package's folder can be read").path();
        if path.extension().is_some_and(|extension| extension == "rs") {
            let lines = fs::read_to_string(&path).expect("it is text").lines().count();
            assert!(lines <= 60, "{}: {lines}", path.display());
        }
    }
}
