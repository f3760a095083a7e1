//! Runs clippy over the subject twice, with and without the attributes, and compares what it reports.
//!
//! All of clippy's groups are on: `all`, `pedantic`, `nursery` and `restriction`.

use crate::subject;
use serde_json::Value;
use std::collections::BTreeSet;

/// What has to be found, or the comparison compares nothing.
const FOUND: [&str; 13] = [
    "dead_code",
    "unused_variables",
    "unused_mut",
    "unreachable_code",
    "unused_must_use",
    "clippy::needless_return",
    "clippy::unused_async",
    "clippy::must_use_candidate",
    "clippy::let_and_return",
    "clippy::needless_pass_by_value",
    "clippy::future_not_send",
    "clippy::await_holding_lock",
    "clippy::shadow_reuse",
];

/// What is lost for a reason, and in which files.
///
/// - `missing_const_for_fn` is not to be had: an annotated function cannot be `const`;
/// - `default_numeric_fallback` does not look into a block that comes from another crate's macro, as the one between the
///   user's braces does;
/// - `must_use_candidate` is for functions without an effect, and one that is given a `static` with something mutable in
///   it has one: it still finds the functions whose map keeps its entries elsewhere;
const LOST: [(&str, &str); 5] = [
    ("clippy::missing_const_for_fn", ""),
    ("clippy::default_numeric_fallback", ""),
    ("clippy::must_use_candidate", "findings.rs"),
    ("clippy::must_use_candidate", "forms.rs"),
    ("clippy::must_use_candidate", "one_macro_call.rs"),
];

fn is_lost_for_a_reason((lint, _, places): &Report) -> bool {
    LOST.iter().any(|(lost, file)| lint == lost && places.iter().any(|place| place.contains(file)))
}

/// Reported no more often, but at the attribute: clippy follows a tail expression through the blocks around it, and takes the
/// first one that comes from a macro for the place.
const MOVED: &str = "clippy::implicit_return";

/// One report: the lint, what it says, and each place it shows.
type Report = (String, String, Vec<String>);

fn reports(edition: &str, annotated: bool) -> BTreeSet<Report> {
    let mut clippy = subject::cargo(&["clippy", "--message-format=json"], edition, annotated);
    clippy.arg("--");
    for group in ["all", "pedantic", "nursery", "restriction"] {
        clippy.arg(format!("-Wclippy::{group}"));
    }
    clippy.args(["-Wunused", "-Wsingle_use_lifetimes", "-Welided_lifetimes_in_paths", "-Wunused_qualifications"]);
    let output = clippy.output().expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter(|message| message["reason"] == "compiler-message")
        .filter(|message| message["target"]["name"] == format!("subject_{edition}"))
        .filter_map(|message| report(&message["message"]))
        .collect()
}

fn report(message: &Value) -> Option<Report> {
    let lint = message["code"]["code"].as_str()?.to_owned();
    let spans = message["spans"].as_array()?;
    let places = spans
        .iter()
        .map(|span| {
            format!(
                "{}:{}:{}-{}:{}",
                span["file_name"], span["line_start"], span["column_start"], span["line_end"], span["column_end"]
            )
        })
        .collect();
    Some((lint, message["message"].as_str()?.to_owned(), places))
}

fn compare(edition: &str) {
    let plain = reports(edition, false);
    let annotated = reports(edition, true);
    let lost: Vec<_> = plain.difference(&annotated).filter(|report| !is_lost_for_a_reason(report)).collect();
    let new: Vec<_> = annotated.difference(&plain).collect();
    let (lost_to_attributes, lost): (Vec<_>, Vec<_>) = lost.into_iter().partition(|report| report.0 == MOVED);
    let (at_attributes, new): (Vec<_>, Vec<_>) = new.into_iter().partition(|report| report.0 == MOVED);
    assert!(lost.is_empty() && new.is_empty(), "edition {edition}\nlost: {lost:#?}\nnew: {new:#?}");
    assert!(at_attributes.len() <= lost_to_attributes.len(), "edition {edition}: `{MOVED}`");
    for lint in FOUND {
        assert!(annotated.iter().any(|(found, ..)| found == lint), "edition {edition}: `{lint}` found nothing");
    }
}

#[test]
fn lints_are_the_same_with_and_without_the_attribute() {
    if !subject::is_installed(&["clippy"]) {
        println!("skipped: this toolchain has no clippy");
        return;
    }
    subject::EDITIONS.into_iter().for_each(compare);
}
