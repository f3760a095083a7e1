//! One crate in one of its variants: a copy of its package, as the only member of a workspace.
//!
//! All variants have the same manifest, so that only the attributes make a difference: what is compiled besides is the
//! same, with the same features.

use crate::{
    annotate::{Annotated, Functions, annotate},
    list::Subject,
};
use anyhow::{Context as _, Result};
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};
use toml_edit::{DocumentMut, Item, Table, value};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Untouched,
    /// With `#[scoped_entry]`, whose entries end when the functions return.
    Entered,
    /// With `#[scoped_entry]`, which judges what the functions return.
    Judged,
    /// With `#[tracing::instrument]`.
    Instrumented,
}

impl Kind {
    fn folder(self) -> &'static str {
        match self {
            Self::Untouched => "untouched",
            Self::Entered => "entered",
            Self::Judged => "judged",
            Self::Instrumented => "instrumented",
        }
    }

    /// `refused` are the functions that the attribute is known to refuse without `until = return`.
    fn attribute(self, function: usize, refused: &BTreeSet<usize>) -> Option<String> {
        match self {
            Self::Untouched => None,
            Self::Entered | Self::Judged => {
                let until = if self == Self::Entered || refused.contains(&function) { "until = return, " } else { "" };
                Some(format!(
                    "#[::entry_witness::scoped_entry::scoped_entry(map = ::entry_witness::map({function}), \
                     key = {function}, {until}crate = ::entry_witness::scoped_entry)]"
                ))
            }
            Self::Instrumented => Some(String::from("#[::tracing::instrument(skip_all)]")),
        }
    }
}

/// What all variants of a crate are made from.
pub(crate) struct Place<'a> {
    /// The package as it was published.
    pub(crate) published: &'a Path,
    pub(crate) work: &'a Path,
    /// Whether one of them has `#[tracing::instrument]`: then all have that dependency.
    pub(crate) is_instrumented: bool,
    /// The numbers of the functions that get `until = return` in any case.
    pub(crate) refused: &'a BTreeSet<usize>,
}

pub(crate) struct Variant {
    /// The workspace, which compilers run in.
    pub(crate) workspace: PathBuf,
    pub(crate) package: PathBuf,
    /// The variant's own, for all crates: cargo tells members of workspaces apart by their names and places in the
    /// workspace, which are the same in every variant.
    pub(crate) build: PathBuf,
}

impl Variant {
    /// Copies the package, with an attribute on each function of the given files, whose names are relative to it.
    pub(crate) fn create(
        kind: Kind,
        subject: &Subject,
        place: &Place<'_>,
        compiled: &BTreeSet<PathBuf>,
    ) -> Result<(Self, Annotation)> {
        let Place { published, work, refused, .. } = *place;
        let workspace = work.join(format!("{}-{}", subject.name, subject.version)).join(kind.folder());
        let package = workspace.join(&subject.name);
        let mut annotation = Annotation::default();
        for file in files(published)? {
            let relative = file.strip_prefix(published)?.to_owned();
            let bytes = fs::read(&file)?;
            let to = package.join(&relative);
            match (kind.attribute(0, refused), std::str::from_utf8(&bytes)) {
                (Some(_), Ok(source)) if compiled.contains(&relative) => {
                    let text = annotation.file(kind, refused, &relative, source);
                    write(&to, text.as_deref().unwrap_or(source).as_bytes())?;
                }
                _ => write(&to, &bytes)?,
            }
        }
        let manifest = fs::read_to_string(published.join("Cargo.toml"))?;
        write(&package.join("Cargo.toml"), manifest_of(&manifest, subject, place.is_instrumented)?.as_bytes())?;
        write(&workspace.join("Cargo.toml"), root(&subject.name).as_bytes())?;
        Ok((Self { workspace, package, build: work.join("build").join(kind.folder()) }, annotation))
    }
}

/// What has become of the functions of a crate.
#[derive(Debug, Default)]
pub(crate) struct Annotation {
    /// By their numbers: the file and what stands there.
    pub(crate) functions: Vec<(PathBuf, Annotated)>,
    pub(crate) skipped: std::collections::BTreeMap<crate::annotate::Reason, usize>,
    /// Files that are no whole source file, but included in the middle of one.
    pub(crate) unread: Vec<PathBuf>,
}

impl Annotation {
    fn file(&mut self, kind: Kind, refused: &BTreeSet<usize>, name: &Path, source: &str) -> Option<String> {
        let first = self.functions.len();
        match annotate(source, |number| kind.attribute(first + number, refused).unwrap_or_default()) {
            Ok((text, Functions { annotated, skipped })) => {
                self.functions.extend(annotated.into_iter().map(|function| (name.to_owned(), function)));
                for (reason, count) in skipped {
                    *self.skipped.entry(reason).or_default() += count;
                }
                Some(text)
            }
            Err(_) => {
                self.unread.push(name.to_owned());
                None
            }
        }
    }
}

impl Annotation {
    /// The number of the function in which the line stands: the last one that begins before it ends.
    pub(crate) fn function_at(&self, file: &Path, line: usize) -> Option<usize> {
        self.functions.iter().rposition(|(of, function)| of == file && function.line <= line)
    }
}

fn root(name: &str) -> String {
    // Without debug information: what would be compared is the same, and it is most of what a build writes. A little
    // optimised, since some tests call a function some hundred million times.
    format!("[workspace]\nresolver = \"2\"\nmembers = [\"{name}\"]\n\n[profile.dev]\ndebug = false\nopt-level = 1\n")
}

fn manifest_of(published: &str, subject: &Subject, is_instrumented: bool) -> Result<String> {
    let mut manifest: DocumentMut = published.parse().context("the published manifest")?;
    for of in ["dev-dependencies", "target"] {
        if let Some(table) = manifest.get_mut(of) {
            remove(table, &subject.without);
        }
    }
    // One of a folder may be its own root.
    manifest.remove("workspace");
    let dependencies = manifest.entry("dependencies").or_insert(Item::Table(Table::new()));
    let dependencies = dependencies.as_table_like_mut().context("`dependencies` is no table")?;
    let witness = Path::new(env!("CARGO_MANIFEST_DIR")).join("witness");
    let mut path = toml_edit::InlineTable::new();
    path.insert("path", witness.to_str().context("this folder's name is no text")?.into());
    dependencies.insert("entry-witness", value(path));
    if is_instrumented && !dependencies.contains_key("tracing") {
        let mut tracing = toml_edit::InlineTable::new();
        tracing.insert("version", "0.1.41".into());
        tracing.insert("default-features", false.into());
        tracing.insert("features", toml_edit::Array::from_iter(["attributes", "std"]).into());
        dependencies.insert("tracing", value(tracing));
    }
    Ok(manifest.to_string())
}

/// Also those of a target: `[target.'cfg(…)'.dev-dependencies]`.
fn remove(item: &mut Item, names: &[String]) {
    let Some(table) = item.as_table_like_mut() else { return };
    for name in names {
        table.remove(name);
    }
    for (key, inner) in table.iter_mut() {
        if key.starts_with("cfg(") || key == "dev-dependencies" {
            remove(inner, names);
        }
    }
}

/// What is in the package and matters to a build.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    const LEFT_OUT: [&str; 5] = ["Cargo.lock", "Cargo.toml", "Cargo.toml.orig", ".cargo-ok", ".cargo_vcs_info.json"];
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else if !path.file_name().is_some_and(|name| LEFT_OUT.iter().any(|out| name == *out)) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// Leaves a file alone that is as it should be, so that cargo builds nothing again.
fn write(to: &Path, bytes: &[u8]) -> Result<()> {
    if fs::read(to).is_ok_and(|there| there == bytes) {
        return Ok(());
    }
    fs::create_dir_all(to.parent().context("a file stands in a folder")?)?;
    fs::write(to, bytes).with_context(|| to.display().to_string())
}
