//! The headings of the page `compiler_errors` are the messages that users see: those that the UI tests record.

use std::{fs, path::Path};

/// Messages of the compiler alone, which no UI test provokes.
const NOT_RECORDED: &[&str] =
    &["hidden type for `impl Future<Output = …>` captures lifetime that does not appear in bounds"];

fn recorded(folder: &Path, messages: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("a folder of UI tests") {
        let path = entry.expect("a UI test").path();
        if path.is_dir() {
            recorded(&path, messages);
        } else if path.extension().is_some_and(|extension| extension == "stderr") {
            let text = fs::read_to_string(path).expect("a record");
            // A message has several lines, down to its location.
            messages.extend(text.split("\nerror").enumerate().filter_map(|(index, report)| {
                let is_error = index > 0 || report.starts_with("error");
                is_error.then(|| report.split_once("-->").map_or(report, |(message, _)| message).to_owned())
            }));
        }
    }
}

/// Whether the parts of a heading are in a message, in their order; `…` stands for anything.
fn matches(heading: &str, mut message: &str) -> bool {
    heading.split('…').all(|part| match message.split_once(part) {
        Some((_, rest)) => {
            message = rest;
            true
        }
        None => false,
    })
}

#[test]
fn the_headings_are_messages() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut messages = Vec::new();
    recorded(&root.join("tests/ui/fail"), &mut messages);
    let page = fs::read_to_string(root.join("runtime/src/guide/compiler_errors.md")).expect("the page");
    // What follows is about panics.
    let (page, _) = page.split_once("# Panics at run time").expect("the section about panics");
    let headings = page.lines().filter_map(|line| line.strip_prefix("## "));
    let missing: Vec<_> = headings
        .map(|heading| match heading.split_once(": ") {
            Some((code, message)) if code.starts_with("E0") => message,
            _ => heading,
        })
        .filter(|heading| !NOT_RECORDED.contains(heading))
        .filter(|heading| !messages.iter().any(|message| matches(heading, message)))
        .collect();
    assert!(missing.is_empty(), "no UI test has these messages: {missing:#?}");
}
