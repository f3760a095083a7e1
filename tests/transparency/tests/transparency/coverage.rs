//! Compares the coverage maps of the subject with and without the attributes: which stretches of source are counted.
//!
//! The maps are read from what a nightly compiler dumps of its MIR.

use crate::subject;
use std::fs;

const CARGO: [&str; 1] = ["+nightly"];

/// Where `enter!` stands.
const STATEMENTS: &str = "statements.rs";

/// Each stretch of source that has a counter, as the compiler writes it.
fn map(edition: &str, annotated: bool) -> Vec<String> {
    let dump = subject::target_folder().join(format!("transparency/coverage-{edition}-{annotated}.mir"));
    let output = subject::cargo(&[CARGO[0], "rustc", "--lib"], edition, annotated)
        .arg("--")
        .args(["-Cinstrument-coverage", "-Zno-profiler-runtime"])
        .arg(format!("--emit=mir={}", dump.display()))
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let dump = fs::read_to_string(&dump).expect("the compiler has written the file");
    let mut counted: Vec<_> = dump
        .lines()
        .filter_map(|line| line.trim().strip_prefix("coverage Code { bcb: ")?.split_once("} => "))
        // Behind the place stands the number of an expansion, which says nothing.
        .filter_map(|(_, place)| Some(place.split_once(" (#")?.0.to_owned()))
        // A statement is code of the user's, and is counted where it stands.
        .filter(|place| !place.contains(STATEMENTS))
        .collect();
    counted.sort();
    counted
}

/// A body with a lazy result and an early return stands in a closure: what is left of the function is counted by its
/// opening brace.
fn is_brace_around_a_closure(place: &str) -> bool {
    let numbers: Vec<usize> = place.split(':').filter_map(|number| number.trim().parse().ok()).collect();
    place.contains("carried.rs")
        && matches!(&numbers[..], [line, column, end, end_column] if line == end && *end_column == column + 1)
}

#[test]
fn coverage_maps_are_the_same_with_and_without_the_attribute() {
    if !subject::is_installed(&CARGO) {
        println!("skipped: no nightly toolchain is installed, which alone shows its coverage maps");
        return;
    }
    for edition in subject::EDITIONS {
        let plain = map(edition, false);
        let annotated = map(edition, true);
        assert!(plain.len() > 100, "edition {edition}: only {} stretches are counted", plain.len());
        let lost: Vec<_> = plain.iter().filter(|place| !annotated.contains(place)).collect();
        let is_new = |place: &&String| !plain.contains(place) && !is_brace_around_a_closure(place);
        let new: Vec<_> = annotated.iter().filter(is_new).collect();
        assert!(lost.is_empty() && new.is_empty(), "edition {edition}\nlost: {lost:#?}\nnew: {new:#?}");
    }
}
