//! The source files of a crate, on disk or in memory.

use std::{
    collections::BTreeMap,
    error::Error,
    fs,
    path::{Component, Path, PathBuf},
};

/// The text of each `.rs` file of a crate.
#[derive(Debug)]
pub struct Sources {
    /// What files are printed with, so that an editor can open them.
    folder: PathBuf,
    files: BTreeMap<PathBuf, String>,
}

impl Sources {
    /// Reads the folder `src` of the crate in `krate`. `shown` is what `krate` is called in messages.
    ///
    /// # Errors
    ///
    /// If a folder or a file cannot be read.
    pub fn read(krate: &Path, shown: &Path) -> Result<Self, Box<dyn Error>> {
        let source = krate.join("src");
        let mut files = BTreeMap::new();
        for path in files_below(&source)? {
            if path.extension().is_some_and(|extension| extension == "rs") {
                files.insert(path.strip_prefix(&source)?.to_owned(), fs::read_to_string(&path)?);
            }
        }
        Ok(Self { folder: shown.join("src"), files })
    }

    /// Files that exist nowhere else: each with its path below `src` and its text.
    #[must_use]
    pub fn in_memory(files: &[(&str, &str)]) -> Self {
        let files = files.iter().map(|(path, text)| (path.into(), (*text).to_owned())).collect();
        Self { folder: PathBuf::new(), files }
    }

    pub(crate) fn text(&self, path: &Path) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    pub(crate) fn shown(&self, path: &Path) -> String {
        self.folder.join(path).display().to_string()
    }
}

/// Every file below a folder, except what cargo builds. A symlink counts as a file.
pub(crate) fn files_below(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut files = Vec::new();
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    for entry in entries {
        let entry = entry?;
        if !entry.file_type()?.is_dir() {
            files.push(entry.path());
        } else if entry.file_name() != "target" {
            files.extend(files_below(&entry.path())?);
        }
    }
    files.sort();
    Ok(files)
}

/// Without `.` and `..`, as far as they have something to go up from.
pub(crate) fn normalised(path: &Path) -> PathBuf {
    let mut normalised = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if normalised.file_name().is_some() => {
                normalised.pop();
            }
            other => normalised.push(other),
        }
    }
    normalised
}
