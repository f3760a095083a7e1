//! A crate: its files read, its functions as steps.

use super::{items::Gathered, types::Types};
use crate::ir::Function;
use std::{
    fs,
    path::{Path, PathBuf},
};

/// A file of a crate.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Its path, as it was found.
    pub path: PathBuf,
    /// Its text.
    pub source: std::rc::Rc<str>,
}

/// A crate.
#[derive(Debug, Default)]
pub struct Crate {
    /// The name of its package, or of its folder.
    pub name: String,
    /// Its files.
    pub files: Vec<SourceFile>,
    /// Its functions.
    pub functions: Vec<Function>,
    /// What is known of its types.
    pub types: Types,
    /// Files that do not parse, and why.
    pub failed: Vec<(PathBuf, String)>,
    /// The number of lines read.
    pub lines: usize,
}

/// Words without which a file has nothing to report, and nothing that a report depends on.
const WORDS: [&str; 10] =
    ["insert", "remove", "fetch_", ".inc()", "increment", "Mutex", "RwLock", "Map<", "Gauge", "Atomic"];

impl Crate {
    /// Reads the files of the crate in `folder`. Each file read is counted with `on_file`.
    #[must_use]
    pub fn read(folder: &Path, files: &[PathBuf], tests: bool, mut on_file: impl FnMut(&Path)) -> Self {
        let mut krate = Self { name: name_of(folder), ..Self::default() };
        let mut waiting: Vec<PathBuf> = files.iter().rev().cloned().collect();
        let mut known: std::collections::HashSet<PathBuf> = files.iter().cloned().collect();
        while let Some(path) = waiting.pop() {
            on_file(&path);
            for elsewhere in krate.read_file(&path, tests) {
                // Modules with a `#[path]` that leads out of what was listed.
                let elsewhere = path.parent().unwrap_or(Path::new("")).join(elsewhere);
                let is_listed = fs::canonicalize(&elsewhere)
                    .is_ok_and(|real| known.iter().any(|path| fs::canonicalize(path).is_ok_and(|path| path == real)));
                if elsewhere.is_file() && !is_listed && known.insert(elsewhere.clone()) {
                    waiting.push(elsewhere);
                }
            }
        }
        proc_macro2::extra::invalidate_current_thread_spans();
        krate
    }

    fn read_file(&mut self, path: &Path, tests: bool) -> Vec<String> {
        let source = match fs::read(path) {
            Ok(bytes) => match String::from_utf8(bytes) {
                Ok(source) => source,
                Err(_) => {
                    self.failed.push((path.to_path_buf(), String::from("not UTF-8")));
                    return Vec::new();
                }
            },
            Err(error) => {
                self.failed.push((path.to_path_buf(), error.to_string()));
                return Vec::new();
            }
        };
        self.lines += source.lines().count();
        self.add(path, &source, tests)
    }

    /// Adds a file by its text. Returns the values of its `#[path]` attributes.
    pub fn add(&mut self, path: &Path, source: &str, tests: bool) -> Vec<String> {
        if !WORDS.iter().any(|word| source.contains(word)) && !source.contains("#[path") {
            return Vec::new();
        }
        let parsed = match syn::parse_file(source) {
            Ok(parsed) => parsed,
            Err(error) => {
                let at = error.span().start();
                self.failed.push((path.to_path_buf(), format!("line {}: {error}", at.line)));
                return Vec::new();
            }
        };
        let (file, functions) = (self.files.len(), self.functions.len());
        let mut gathered =
            Gathered { file, tests, functions: &mut self.functions, types: &mut self.types, paths: Vec::new() };
        gathered.file(&parsed);
        let paths = gathered.paths;
        if self.functions.len() > functions {
            self.files.push(SourceFile { path: path.to_path_buf(), source: source.into() });
        }
        paths
    }
}

fn name_of(folder: &Path) -> String {
    let manifest = fs::read_to_string(folder.join("Cargo.toml")).ok();
    let manifest = manifest.and_then(|manifest| manifest.parse::<toml::Table>().ok());
    let name =
        manifest.as_ref().and_then(|manifest| manifest.get("package")?.get("name")?.as_str().map(ToOwned::to_owned));
    name.unwrap_or_else(|| {
        let folder = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_path_buf());
        folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
    })
}
