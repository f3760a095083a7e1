//! Runs the program `soak` with few calls and checks its output.

use crate::program::Program;
use std::{fs, path::Path};

static SOAK: Program = Program::new("soak");

#[test]
fn annotated_handler_is_flat_and_the_other_leaves_what_did_not_succeed() {
    let plot = Path::new(env!("CARGO_TARGET_TMPDIR")).join("new folder/soak.svg");
    let finished = SOAK.run(&["--calls", "2000", "--plot", plot.to_str().expect("the path is text")]);
    assert_eq!(finished.status, Some(0), "{finished:?}");
    let lines: Vec<_> = finished.stdout.lines().collect();
    // 30 % of a thousand async calls and 20 % of a thousand sync calls do not reach the removal.
    assert!(
        lines[0].starts_with("by hand  : 2,000 calls, ") && lines[0].ends_with(" 500 entries remain"),
        "{finished:?}"
    );
    assert!(
        lines[1].starts_with("annotated: 2,000 calls, ") && lines[1].ends_with(" 0 entries remain"),
        "{finished:?}"
    );
    assert_eq!(lines[3], format!("the plot is {}", plot.display()));
    let plot = fs::read_to_string(plot).expect("the plot is at the printed path");
    assert!(plot.starts_with("<svg") && plot.contains("resident memory, MiB"), "{plot}");
}

#[test]
fn process_is_killed_at_the_limit_and_started_again() {
    let plot = Path::new(env!("CARGO_TARGET_TMPDIR")).join("killed.svg");
    let plot = plot.to_str().expect("the path is text");
    // A hundred thousand entries of some 400 bytes each exceed the limit.
    let finished = SOAK.run(&["--calls", "400000", "--limit", "32", "--plot", plot]);
    assert_eq!(finished.status, Some(0), "{finished:?}");
    let lines: Vec<_> = finished.stdout.lines().collect();
    assert!(!lines[0].contains(", killed 0 times at 32.0 MiB,"), "{finished:?}");
    assert!(lines[1].contains(", killed 0 times at 32.0 MiB,"), "{finished:?}");
    assert!(fs::read_to_string(plot).expect("it is written").contains("killed at 32 MiB, and started again"));
}

#[test]
fn expected_panics_are_not_shown() {
    let plot = Path::new(env!("CARGO_TARGET_TMPDIR")).join("quiet.svg");
    let finished = SOAK.run(&["--calls", "1000", "--plot", plot.to_str().expect("the path is text")]);
    // One line per tenth and handler, and nothing else.
    assert!(finished.stderr.lines().all(|line| line.ends_with(" MiB")), "{finished:?}");
    assert!(finished.stderr.contains("annotated 100 %: 1,000 calls, "), "{finished:?}");
}

#[test]
fn plot_that_cannot_be_written_is_told_before_anything_else() {
    let folder = env!("CARGO_TARGET_TMPDIR");
    let finished = SOAK.run(&["--calls", "1000000000", "--plot", folder]);
    assert_eq!(finished.status, Some(2), "{finished:?}");
    assert!(finished.stderr.starts_with(&format!("error: {folder} cannot be written: ")), "{finished:?}");
}

#[test]
fn wrong_values_are_named_and_end_with_status_2() {
    for (option, value) in [("--calls", "999"), ("--calls", "many"), ("--limit", "15"), ("--seed", "")] {
        let finished = SOAK.run(&[option, value]);
        assert_eq!(finished.status, Some(2), "{option} {value:?}: {finished:?}");
        assert!(finished.stderr.contains(option), "{option} {value:?}: {finished:?}");
    }
}
