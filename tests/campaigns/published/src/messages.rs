//! What the compiler says while it builds the tests, and which files it has read.

use anyhow::Result;
use cargo_metadata::{
    Message,
    diagnostic::{Diagnostic, DiagnosticLevel},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

#[derive(Debug, Default)]
pub(crate) struct Messages {
    /// Each warning and error as text, with how often it comes: its target, lint, lines and words, and those of its notes.
    /// Not its columns, which the attribute moves.
    pub(crate) all: BTreeMap<String, usize>,
    pub(crate) errors: usize,
    pub(crate) warnings: usize,
    /// The package's files that the compiler has read, relative to it.
    pub(crate) files: BTreeSet<PathBuf>,
}

impl Messages {
    pub(crate) fn read(json: &str, workspace: &Path, package: &Path) -> Result<Self> {
        let mut messages = Self::default();
        let manifest = package.join("Cargo.toml");
        for message in Message::parse_stream(json.as_bytes()) {
            match message? {
                Message::CompilerMessage(said) if said.package_id.repr.starts_with("path+") => {
                    let target = format!("{:?} {}", said.target.kind, said.target.name);
                    messages.add(&target, &said.message);
                }
                Message::CompilerArtifact(built) if built.manifest_path == manifest => {
                    for file in built.filenames.iter().chain(&built.executable) {
                        messages.files.extend(sources(file.as_std_path(), workspace, package));
                    }
                }
                _ => {}
            }
        }
        Ok(messages)
    }

    fn add(&mut self, target: &str, diagnostic: &Diagnostic) {
        // "3 warnings emitted", "aborting due to 2 previous errors": they follow from the others.
        if diagnostic.spans.is_empty() && diagnostic.code.is_none() && diagnostic.children.is_empty() {
            return;
        }
        match diagnostic.level {
            DiagnosticLevel::Error | DiagnosticLevel::Ice => self.errors += 1,
            _ => self.warnings += 1,
        }
        let mut text = format!("{target}: ");
        describe(diagnostic, &mut text);
        *self.all.entry(text).or_default() += 1;
    }
}

/// An error, and where it is: the file, relative to the package, and the line.
pub(crate) struct Error {
    pub(crate) message: String,
    pub(crate) at: Option<(PathBuf, usize)>,
}

/// The errors of a build that did not succeed.
pub(crate) fn errors(json: &str, workspace: &Path, package: &Path) -> Result<Vec<Error>> {
    let mut errors = Vec::new();
    for message in Message::parse_stream(json.as_bytes()) {
        let Message::CompilerMessage(said) = message? else { continue };
        let Diagnostic { message, level, spans, .. } = said.message;
        if matches!(level, DiagnosticLevel::Error | DiagnosticLevel::Ice) && !spans.is_empty() {
            let at = spans.iter().find(|span| span.is_primary).and_then(|span| {
                let file = workspace.join(&span.file_name).strip_prefix(package).ok()?.to_owned();
                Some((file, span.line_start))
            });
            errors.push(Error { message, at });
        }
    }
    Ok(errors)
}

fn describe(diagnostic: &Diagnostic, text: &mut String) {
    let Diagnostic { message, code, level, spans, children, .. } = diagnostic;
    let code = code.as_ref().map_or("", |code| &code.code);
    let _ = write!(text, "{level:?} {code} {message}");
    for span in spans {
        let label = span.label.as_deref().unwrap_or_default();
        let suggested = span.suggested_replacement.as_deref().unwrap_or_default();
        let _ = write!(text, " | {}:{}-{} {label} {suggested}", span.file_name, span.line_start, span.line_end);
    }
    for child in children {
        text.push_str(" || ");
        describe(child, text);
    }
}

/// What the compiler noted beside what it built: `deps/libname-hash.rlib` has `deps/name-hash.d`.
fn sources(built: &Path, workspace: &Path, package: &Path) -> Vec<PathBuf> {
    let Some(stem) = built.file_stem().and_then(|stem| stem.to_str()) else { return Vec::new() };
    [stem, stem.strip_prefix("lib").unwrap_or(stem)]
        .iter()
        .filter_map(|stem| fs::read_to_string(built.with_file_name(format!("{stem}.d"))).ok())
        .flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>())
        .filter_map(|line| line.split_once(": ").map(|(_, files)| files.to_owned()))
        // A blank in a name has a backslash before it.
        .flat_map(|files| files.replace("\\ ", "\0").split(' ').map(|file| file.replace('\0', " ")).collect::<Vec<_>>())
        .filter(|file| Path::new(file).extension().is_some_and(|extension| extension == "rs"))
        .filter_map(|file| Some(workspace.join(file).strip_prefix(package).ok()?.to_owned()))
        .collect()
}
