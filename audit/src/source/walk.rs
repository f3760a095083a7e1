//! Which files are read.

use ignore::WalkBuilder;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Path, PathBuf},
};

/// Files, by the folder of their crate.
#[derive(Debug, Default)]
pub struct Listed {
    /// For each crate's folder, its files in order.
    pub crates: BTreeMap<PathBuf, Vec<PathBuf>>,
}

impl Listed {
    /// How many files there are.
    #[must_use]
    pub fn files(&self) -> usize {
        self.crates.values().map(Vec::len).sum()
    }
}

/// Lists the Rust files under `paths`, and those of workspace members that stand elsewhere. What git ignores is left out,
/// and so are the folders `tests`, `benches` and `target`, unless `tests` asks for the first two.
///
/// # Errors
///
/// If one of `paths` does not exist.
pub fn list(paths: &[PathBuf], tests: bool) -> io::Result<Listed> {
    let mut roots: Vec<PathBuf> = Vec::new();
    for path in paths {
        fs::metadata(path).map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", path.display())))?;
        roots.push(path.clone());
        roots.extend(members_elsewhere(path));
    }
    let mut seen = BTreeSet::new();
    let mut listed = Listed::default();
    for root in &roots {
        for file in files_below(root, tests) {
            if seen.insert(fs::canonicalize(&file).unwrap_or_else(|_| file.clone())) {
                let krate = crate_of(&file);
                listed.crates.entry(krate).or_default().push(file);
            }
        }
    }
    Ok(listed)
}

fn files_below(root: &Path, tests: bool) -> Vec<PathBuf> {
    let depth = root.components().count();
    let walk = WalkBuilder::new(root).hidden(true).require_git(false).sort_by_file_path(Ord::cmp).build();
    walk.filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()))
        .map(ignore::DirEntry::into_path)
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .filter(|path| {
            let mut folders = path.components().skip(depth).map(|part| part.as_os_str().to_string_lossy().into_owned());
            !folders.any(|folder| folder == "target" || (!tests && is_of_tests(&folder)))
        })
        .collect()
}

/// Whether a folder or file contains tests by its name.
fn is_of_tests(name: &str) -> bool {
    matches!(name, "tests" | "benches" | "test" | "tests.rs" | "test.rs" | "testing" | "fuzz" | "mock" | "mocks")
        || name.ends_with("_test.rs")
        || name.ends_with("_tests.rs")
        || name.ends_with("-tests")
        || name.starts_with("test_")
        || name.starts_with("tests_")
        || name.contains("test_util")
}

/// The folder with the nearest `Cargo.toml`, or the file's own.
fn crate_of(file: &Path) -> PathBuf {
    let folder = file.parent().unwrap_or(Path::new(""));
    let found = folder.ancestors().find(|folder| folder.join("Cargo.toml").is_file());
    found.unwrap_or(folder).to_path_buf()
}

/// Members of a workspace that do not stand below its folder.
fn members_elsewhere(path: &Path) -> Vec<PathBuf> {
    let manifest = fs::read_to_string(path.join("Cargo.toml")).ok();
    let manifest = manifest.and_then(|manifest| manifest.parse::<toml::Table>().ok());
    let members = manifest.as_ref().and_then(|manifest| manifest.get("workspace")?.get("members")?.as_array());
    let members = members.into_iter().flatten().filter_map(toml::Value::as_str);
    members
        .filter(|member| member.starts_with("..") || Path::new(member).is_absolute())
        .flat_map(|member| match member.strip_suffix("/*") {
            Some(folder) => subfolders(&path.join(folder)),
            None => vec![path.join(member)],
        })
        .filter(|member| member.is_dir())
        .collect()
}

fn subfolders(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    entries.map(|entry| entry.path()).filter(|path| path.is_dir()).collect()
}
