//! Checks of the repository's files. Each returns the complaints, and an empty list if all is well.

use crate::sources::files_below;
use std::{error::Error, fs, path::Path};
use syn::Item;

/// Complaints, or what kept a check from being made.
pub type Complaints = Result<Vec<String>, Box<dyn Error>>;

/// The crates that are published, by their folders.
pub const PUBLISHED: [&str; 3] = ["cluster", "macros", "runtime"];

/// The longest a source file may get.
pub const MOST_LINES: usize = 300;

/// The folder of the repository.
#[must_use]
pub fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

/// Whether the front page can be read in one sitting.
#[must_use]
pub fn front_page(readme: &str) -> Vec<String> {
    let measured = [
        ("lines", readme.lines().count(), 250),
        ("words, as `wc -w` counts them", readme.split_whitespace().count(), 1_800),
    ];
    let too_many = measured.into_iter().filter(|(_, count, most)| count > most);
    too_many
        .map(|(what, count, most)| {
            format!("README.md has {count} {what}, of {most} at most: move something to a page of runtime/src/guide")
        })
        .collect()
}

/// Whether the files that are published with a crate equal those at the root, and are files.
///
/// # Errors
///
/// If a folder cannot be read.
pub fn copies(root: &Path) -> Complaints {
    const COPIES: [(&str, &str); 7] = [
        ("README.md", "runtime/README.md"),
        ("LICENSE-APACHE", "runtime/LICENSE-APACHE"),
        ("LICENSE-APACHE", "macros/LICENSE-APACHE"),
        ("LICENSE-APACHE", "cluster/LICENSE-APACHE"),
        ("LICENSE-MIT", "runtime/LICENSE-MIT"),
        ("LICENSE-MIT", "macros/LICENSE-MIT"),
        ("LICENSE-MIT", "cluster/LICENSE-MIT"),
    ];
    let mut complaints = Vec::new();
    for (original, copy) in COPIES {
        if fs::read(root.join(original))? != fs::read(root.join(copy)).unwrap_or_default() {
            complaints.push(format!("{copy} differs from {original}: run `cp {original} {copy}`"));
        }
    }
    Ok(complaints)
}

/// Whether no published file is a symlink. With git's `core.symlinks=false`, a symlink becomes a file that holds a path,
/// and the crate would be published with that in place of its documentation.
///
/// # Errors
///
/// If a folder cannot be read.
pub fn symlinks(root: &Path) -> Complaints {
    let mut complaints = Vec::new();
    for krate in PUBLISHED {
        let files = files_below(&root.join(krate))?;
        for file in files.iter().filter(|file| file.is_symlink()) {
            let file = file.strip_prefix(root)?.display();
            complaints.push(format!("{file} is a symlink: replace it by a copy of the file that it points to"));
        }
    }
    Ok(complaints)
}

/// Whether each page of the guide is a module, and is linked from the front page.
///
/// # Errors
///
/// If there is no guide, or a file cannot be read.
pub fn guide(root: &Path) -> Complaints {
    let folder = root.join("runtime/src/guide");
    if !folder.is_dir() {
        return Err("there is no folder runtime/src/guide: write the guide's pages there".into());
    }
    let readme = fs::read_to_string(root.join("README.md"))?;
    let targets = link_targets(&readme);
    let modules = syn::parse_file(&fs::read_to_string(folder.join("mod.rs"))?)?.items;
    let mut complaints = Vec::new();
    for file in files_below(&folder)? {
        let Some(page) = file.file_stem().and_then(|name| name.to_str()) else { continue };
        if file.extension().is_none_or(|extension| extension != "md") {
            continue;
        }
        if !modules.iter().any(|item| matches!(item, Item::Mod(module) if module.ident == page)) {
            complaints.push(format!("runtime/src/guide/mod.rs has no module `{page}` for {page}.md: add it"));
        }
        if !targets.iter().any(|target| leads_to(target, page)) {
            complaints
                .push(format!("README.md has no link to the guide's page `{page}`: add one to `…/guide/{page}/`"));
        }
    }
    Ok(complaints)
}

/// Whether each source file of the published crates is short.
///
/// # Errors
///
/// If a file cannot be read.
pub fn long_files(root: &Path) -> Complaints {
    let mut complaints = Vec::new();
    for krate in PUBLISHED {
        for file in files_below(&root.join(krate))? {
            if file.extension().is_none_or(|extension| extension != "rs") {
                continue;
            }
            let lines = fs::read_to_string(&file)?.lines().count();
            if lines > MOST_LINES {
                let file = file.strip_prefix(root)?.display();
                complaints.push(format!("{file} has {lines} lines, of {MOST_LINES} at most: split it by subject"));
            }
        }
    }
    Ok(complaints)
}

/// What `[text](target)` and `[text]: target` lead to.
fn link_targets(markdown: &str) -> Vec<&str> {
    let opened = ["](", "]: "];
    let starts = opened.iter().flat_map(|opening| markdown.match_indices(opening));
    starts
        .filter_map(|(at, opening)| {
            markdown[at + opening.len()..].split(|end: char| end == ')' || end.is_whitespace()).next()
        })
        .collect()
}

fn leads_to(target: &str, page: &str) -> bool {
    let target = target.split('#').next().unwrap_or_default();
    let is_whole = |(at, path): (usize, &str)| {
        !target[at + path.len()..].starts_with(|next: char| next.is_alphanumeric() || next == '_')
    };
    target.ends_with(&format!("guide/{page}/"))
        || target.ends_with(&format!("guide/{page}/index.html"))
        || target.match_indices(&format!("guide::{page}")).any(is_whole)
}
