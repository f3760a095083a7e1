//! Which crates are tried: `crates.toml`, or names from the command line.

use anyhow::{Context as _, Result, bail};
use serde::Deserialize;
use std::{
    fs,
    path::{Path, PathBuf},
};

const LIST: &str = include_str!("../crates.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    #[serde(rename = "crate")]
    crates: Vec<Subject>,
}

/// A crate, and how its tests are run.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Subject {
    pub(crate) name: String,
    pub(crate) version: String,
    /// What kind of code it is.
    #[serde(default)]
    pub(crate) kind: String,
    #[serde(default)]
    pub(crate) features: Vec<String>,
    #[serde(default)]
    pub(crate) no_default_features: bool,
    /// Dev-dependencies that only its benchmarks need.
    #[serde(default)]
    pub(crate) without: Vec<String>,
    /// Tests that are left out, in libtest's words, with the reason in a comment.
    #[serde(default)]
    pub(crate) skip_tests: Vec<String>,
    /// How many processes its tests abort, on purpose.
    #[serde(default)]
    pub(crate) aborted: usize,
    /// Entries that are meant to be left, with the reason.
    #[serde(default)]
    pub(crate) left: Vec<Left>,
    /// Where it is, if it is not published.
    #[serde(skip)]
    pub(crate) folder: Option<PathBuf>,
}

/// A function whose entries may still be there when the process ends.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Left {
    /// The file, line and name of the function, as in `src/lib.rs:12 poll`.
    pub(crate) function: String,
    #[expect(dead_code, reason = "no entry may be left without one; it is read in the list")]
    reason: String,
}

/// The crates that are asked for, by `NAME`, `NAME@VERSION` or a folder; all of the list if none is. A name that is not in
/// the list needs a version.
pub(crate) fn choose(asked: &[String]) -> Result<Vec<Subject>> {
    let list = toml::from_str::<List>(LIST).context("crates.toml")?.crates;
    if asked.is_empty() {
        return Ok(list);
    }
    asked
        .iter()
        .map(|asked| {
            if asked.contains('/') {
                return in_folder(Path::new(asked)).with_context(|| asked.clone());
            }
            let (name, version) = match asked.split_once('@') {
                Some((name, version)) => (name, Some(version.to_owned())),
                None => (asked.as_str(), None),
            };
            let known = list.iter().find(|subject| subject.name == name).cloned();
            match (known, version) {
                (Some(known), None) => Ok(known),
                (Some(known), Some(version)) => Ok(Subject { version, ..known }),
                (None, Some(version)) => Ok(Subject { name: name.to_owned(), version, ..Subject::default() }),
                (None, None) => bail!("`{name}` is not in the list: say which version, as in `{name}@1.2.3`"),
            }
        })
        .collect()
}

fn in_folder(folder: &Path) -> Result<Subject> {
    let manifest: toml::Table = toml::from_str(&fs::read_to_string(folder.join("Cargo.toml"))?)?;
    let of_package = |key: &str| {
        let value = manifest.get("package").and_then(|package| package.get(key)).and_then(toml::Value::as_str);
        value.map(str::to_owned).with_context(|| format!("its package has no {key}"))
    };
    Ok(Subject {
        name: of_package("name")?,
        version: of_package("version")?,
        folder: Some(fs::canonicalize(folder)?),
        ..Subject::default()
    })
}

#[cfg(test)]
mod tests {
    use super::choose;

    #[test]
    fn the_list_can_be_read_and_has_no_crate_twice() {
        let mut names: Vec<_> = choose(&[]).unwrap().into_iter().map(|subject| subject.name).collect();
        assert!(names.len() >= 15);
        names.sort();
        let all = names.len();
        names.dedup();
        assert_eq!(names.len(), all);
    }

    #[test]
    fn a_crate_of_the_list_needs_no_version_and_another_one_does() {
        let of = |asked: &str| choose(&[asked.to_owned()]).map(|subjects| subjects[0].version.clone());
        assert!(!of("semver").unwrap().is_empty());
        assert_eq!(of("semver@1.0.0").unwrap(), "1.0.0");
        assert_eq!(of("unheard-of@0.1.0").unwrap(), "0.1.0");
        assert!(of("unheard-of").unwrap_err().to_string().contains("say which version"));
    }
}
