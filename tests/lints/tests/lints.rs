//! Runs clippy over the subject twice, with and without the attributes, and compares what it reports.
//!
//! The subject is a crate of edition 2018, 2021 and 2024 from the same sources. All of clippy's groups are on: `all`,
//! `pedantic`, `nursery` and `restriction`.

use serde_json::Value;
use std::{
    collections::BTreeSet,
    env,
    path::{Path, PathBuf},
    process::Command,
};

/// What has to be found, or the comparison compares nothing.
const FOUND: [&str; 14] = [
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
    "clippy::shadow_unrelated",
    "clippy::cognitive_complexity",
];

/// What is lost for a reason, each of them in clippy's `nursery` or `restriction`, and in which files.
///
/// - `missing_const_for_fn` is not to be had: an annotated function cannot be `const`;
/// - `default_numeric_fallback` does not look into a block that comes from another crate's macro, as the one between the
///   user's braces does;
/// - `panic` and `todo` overlook a call that is the whole body: it stands in the macro's block without braces of its own,
///   which rustc's own `unused_braces` would report.
const LOST: [(&str, &str); 4] = [
    ("clippy::missing_const_for_fn", ""),
    ("clippy::default_numeric_fallback", ""),
    ("clippy::panic", "one_macro_call.rs"),
    ("clippy::todo", "one_macro_call.rs"),
];

fn is_lost_for_a_reason((lint, _, places): &Report) -> bool {
    LOST.iter().any(|(lost, file)| lint == lost && places.iter().any(|place| place.contains(file)))
}

/// Reported as often, but at the attribute: clippy follows a tail expression through the blocks around it, and takes the
/// first one that comes from a macro for the place.
const MOVED: &str = "clippy::implicit_return";

/// One report: the lint, what it says, and each place it shows.
type Report = (String, String, Vec<String>);

fn cargo() -> Command {
    Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

fn has_clippy() -> bool {
    cargo().args(["clippy", "--version"]).output().is_ok_and(|output| output.status.success())
}

fn reports(edition: &str, annotated: bool) -> BTreeSet<Report> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut clippy = cargo();
    clippy
        .arg("clippy")
        .arg("--manifest-path")
        .arg(here.join(format!("subject-{edition}/Cargo.toml")))
        .arg("--target-dir")
        .arg(target_folder().join("lints"))
        .arg("--message-format=json")
        // Else what is reported depends on what an earlier run has left in the target folder.
        .env("CARGO_INCREMENTAL", "0")
        .env_remove("RUSTFLAGS");
    if annotated {
        clippy.args(["--features", "annotated"]);
    }
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

/// The folder that this test was built in.
fn target_folder() -> PathBuf {
    let executable = env::current_exe().expect("the test runs from a file");
    let profile = executable.parent().and_then(Path::parent).expect("tests are built in a profile's `deps`");
    profile.parent().expect("a profile's folder stands in the target folder").to_owned()
}

fn compare(edition: &str) {
    if !has_clippy() {
        println!("skipped: this toolchain has no clippy");
        return;
    }
    let plain = reports(edition, false);
    let annotated = reports(edition, true);
    let lost: Vec<_> = plain.difference(&annotated).filter(|report| !is_lost_for_a_reason(report)).collect();
    let new: Vec<_> = annotated.difference(&plain).collect();
    let (lost_to_attributes, lost): (Vec<_>, Vec<_>) = lost.into_iter().partition(|report| report.0 == MOVED);
    let (at_attributes, new): (Vec<_>, Vec<_>) = new.into_iter().partition(|report| report.0 == MOVED);
    assert!(lost.is_empty() && new.is_empty(), "edition {edition}\nlost: {lost:#?}\nnew: {new:#?}");
    assert_eq!(at_attributes.len(), lost_to_attributes.len(), "edition {edition}: `{MOVED}`");
    for lint in FOUND {
        assert!(annotated.iter().any(|(found, ..)| found == lint), "edition {edition}: `{lint}` found nothing");
    }
}

#[test]
fn lints_of_edition_2018_are_the_same_with_and_without_the_attribute() {
    compare("2018");
}

#[test]
fn lints_of_edition_2021_are_the_same_with_and_without_the_attribute() {
    compare("2021");
}

#[test]
fn lints_of_edition_2024_are_the_same_with_and_without_the_attribute() {
    compare("2024");
}
