//! The repository's own code, in which everything that is annotated is an input, and so is every `enter!`.

use crate::{
    corpus, invocation,
    tree::{self, Tree},
};
use proc_macro2::Delimiter;
use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// Folders that have annotated functions, and the pages that show some.
const SOURCES: [&str; 11] = [
    "README.md",
    "docs",
    "examples",
    "macros/goldens",
    "runtime/src/guide",
    "tests/editions/shared/behaviour",
    "tests/company",
    "tests/flight",
    "tests/editions/shared/forms",
    "tests/ports",
    "tests/ui",
];

/// What inputs are made of.
#[derive(Clone, Debug)]
pub struct Seeds {
    pub(crate) trees: Vec<Vec<Tree>>,
}

impl Seeds {
    /// From the sources of the repository, and from the corpus.
    ///
    /// # Errors
    ///
    /// If one of the folders is not there.
    pub fn load() -> io::Result<Self> {
        let mut texts = texts()?;
        texts.extend(corpus()?);
        let trees: Vec<_> = texts.iter().filter_map(|text| tree::read(text)).collect();
        proc_macro2::extra::invalidate_current_thread_spans();
        Ok(Self { trees })
    }
}

/// The inputs that the repository's own code is.
///
/// # Errors
///
/// If one of the folders is not there.
pub fn texts() -> io::Result<Vec<String>> {
    let root = root();
    let mut texts = Vec::new();
    for source in SOURCES {
        for file in files(&root.join(source))? {
            match file.extension().and_then(|extension| extension.to_str()) {
                Some("rs") if !file.to_string_lossy().ends_with(".expanded.rs") => {
                    find(&fs::read_to_string(&file)?, &mut texts);
                }
                Some("md") => blocks(&fs::read_to_string(&file)?).for_each(|block| find(&block, &mut texts)),
                _ => {}
            }
        }
    }
    texts.sort();
    texts.dedup();
    proc_macro2::extra::invalidate_current_thread_spans();
    Ok(texts)
}

/// The inputs that were found to reach something that others do not, and those that found something.
///
/// # Errors
///
/// If the corpus or the findings cannot be read.
pub fn corpus() -> io::Result<Vec<String>> {
    let findings = Path::new(env!("CARGO_MANIFEST_DIR")).join("findings");
    let mut texts = corpus::read()?;
    for file in files(&findings)? {
        texts.push(String::from_utf8_lossy(&fs::read(file)?).into_owned());
    }
    Ok(texts)
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..")
}

/// All in the folder, or the file itself; always in the same order.
fn files(path: &Path) -> io::Result<Vec<PathBuf>> {
    if path.is_file() {
        return Ok(vec![path.to_path_buf()]);
    }
    let mut found = Vec::new();
    for entry in fs::read_dir(path)? {
        found.push(entry?.path());
    }
    found.sort();
    let all: io::Result<Vec<_>> =
        found.iter().filter(|path| !path.ends_with("target")).map(|path| files(path)).collect();
    Ok(all?.concat())
}

/// The Rust code in a page.
fn blocks(page: &str) -> impl Iterator<Item = String> {
    page.split("```rust").skip(1).filter_map(|block| {
        let (_, code) = block.split_once('\n')?;
        Some(String::from(code.split("```").next()?))
    })
}

fn find(code: &str, texts: &mut Vec<String>) {
    // Longer than an input may be, so not by way of `source`.
    if let Ok(tokens) = code.parse::<proc_macro2::TokenStream>() {
        walk(&tree::from_tokens(tokens), texts);
    }
}

fn walk(trees: &[Tree], texts: &mut Vec<String>) {
    for at in 0..trees.len() {
        if let Tree::Group(_, inner) = &trees[at] {
            walk(inner, texts);
        }
        let end = if trees[at].is("#") && !(at >= 2 && is_attribute(&trees[at - 2..])) {
            trees[at..].iter().position(|tree| tree.is(";") || tree.group(Delimiter::Brace).is_some())
        } else if trees[at].is("enter") && trees.get(at + 1).is_some_and(|tree| tree.is("!")) {
            Some(2)
        } else {
            None
        };
        let Some(found) = end.and_then(|end| trees.get(at..=at + end)) else { continue };
        let text = tree::write(found);
        if invocation::of(&text).is_some() {
            texts.push(text);
        }
    }
}

fn is_attribute(trees: &[Tree]) -> bool {
    trees[0].is("#") && trees.get(1).is_some_and(|tree| tree.group(Delimiter::Bracket).is_some())
}
