//! The comparison finds what differs, and nothing where nothing does.

use std::{path::Path, process::Command};

/// The status, and what was printed of differences.
fn compare(fixture: &str) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_scoped-entry-published"))
        .args(["--without-docs", "--without-instrument"])
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(fixture))
        .output()
        .expect("the program runs");
    let text = String::from_utf8_lossy(&output.stderr) + String::from_utf8_lossy(&output.stdout);
    (output.status.code(), text.into_owned())
}

#[test]
fn what_differs_is_told_and_the_status_says_so() {
    let (status, text) = compare("unlike");
    assert_eq!(status, Some(1), "{text}");
    for difference in [
        "test unittests src/lib.rs sees_the_attribute: ok, and now FAILED",
        "test unittests src/lib.rs sees_the_entry_in_a_future: ok, and now FAILED",
        "1 entries of src/lib.rs:6 pending are left",
        "1 of 2 processes ended without a report, and 0 are meant to",
    ] {
        assert!(text.contains(difference), "{difference}\nis not in\n{text}");
    }
    assert!(!text.contains("forgets_its_entry:"), "{text}");
    assert!(!text.contains("new: "), "{text}");
}

#[test]
fn what_is_the_same_is_said_to_be() {
    let (status, text) = compare("plain");
    assert_eq!(status, Some(0), "{text}");
    assert!(text.contains("plain 0.0.0: the same"), "{text}");
}
