//! Short functions with the findings that they should have: `//~ class` on the line of the insertion. Each snippet begins
//! with `//# name` and is a crate of its own.

use cargo_scoped_entry::{Class, findings, source::Crate};
use std::{collections::BTreeSet, fs, path::Path};

struct Snippet {
    name: String,
    source: String,
}

fn snippets(file: &Path) -> Vec<Snippet> {
    let text = fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let parts = text.split("//# ").skip(1);
    parts
        .map(|part| part.split_once('\n').unwrap_or((part, "")))
        .map(|(name, source)| Snippet { name: name.into(), source: source.into() })
        .collect()
}

fn expected(source: &str) -> BTreeSet<(u32, Class)> {
    let lines = (1..).zip(source.lines());
    let marks = lines.filter_map(|(line, text)| Some((line, text.split_once("//~ ")?.1.trim())));
    marks
        .map(|(line, class)| (line, Class::by_name(class).unwrap_or_else(|| panic!("no class is called {class}"))))
        .collect()
}

fn found(snippet: &Snippet) -> BTreeSet<(u32, Class)> {
    let mut krate = Crate::default();
    krate.add(Path::new("snippet.rs"), &snippet.source, false);
    assert!(krate.failed.is_empty(), "`{}` does not parse: {:?}", snippet.name, krate.failed);
    findings(&krate).iter().map(|finding| (finding.inserted.at.line, finding.class)).collect()
}

fn check(file: &str) -> usize {
    let snippets = snippets(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snippets").join(file));
    let wrong: Vec<_> = snippets
        .iter()
        .filter_map(|snippet| {
            let (expected, found) = (expected(&snippet.source), found(snippet));
            (expected != found).then(|| format!("{}: expected {expected:?}, found {found:?}", snippet.name))
        })
        .collect();
    assert!(wrong.is_empty(), "{file}:\n{}", wrong.join("\n"));
    snippets.len()
}

#[test]
fn awaits() {
    check("await.txt");
}

#[test]
fn lazy_futures() {
    check("lazy.txt");
}

#[test]
fn branches() {
    check("branch.txt");
}

#[test]
fn counters() {
    check("count.txt");
}

#[test]
fn classes_of_lower_precision() {
    check("more.txt");
}

#[test]
fn there_are_enough_of_them() {
    let files = ["await.txt", "lazy.txt", "branch.txt", "count.txt", "more.txt"];
    assert!(files.into_iter().map(check).sum::<usize>() >= 60);
}
