//! Where cargo has the sources of a published crate.

use crate::{cargo, list::Subject};
use anyhow::{Context as _, Result, ensure};
use cargo_metadata::MetadataCommand;
use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

/// The folder that cargo has unpacked each crate in, downloaded if it was not there.
pub(crate) fn fetch(subjects: &[Subject], work: &Path) -> Result<Vec<PathBuf>> {
    let folder = work.join("fetch");
    let published: Vec<_> = subjects.iter().filter(|subject| subject.folder.is_none()).collect();
    if published.is_empty() {
        return Ok(subjects.iter().filter_map(|subject| subject.folder.clone()).collect());
    }
    fs::create_dir_all(folder.join("src"))?;
    fs::write(folder.join("src/lib.rs"), "")?;
    let mut manifest = String::from(
        "[package]\nname = \"fetch\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n",
    );
    for (number, Subject { name, version, .. }) in published.into_iter().enumerate() {
        // Under a name of its own, so that it may be asked for in two versions.
        let _ = writeln!(
            manifest,
            "subject{number} = {{ package = \"{name}\", version = \"={version}\", default-features = false }}"
        );
    }
    fs::write(folder.join("Cargo.toml"), manifest)?;
    let mut metadata = MetadataCommand::new();
    metadata.manifest_path(folder.join("Cargo.toml"));
    for variable in cargo::FOREIGN {
        metadata.env_remove(variable);
    }
    let metadata = metadata.exec().context("cargo cannot fetch the crates")?;
    subjects
        .iter()
        .map(|Subject { name, version, folder, .. }| {
            if let Some(folder) = folder {
                return Ok(folder.clone());
            }
            let mut found = metadata.packages.iter().filter(|package| {
                package.name.as_str() == name && package.version.to_string() == *version && package.source.is_some()
            });
            let package = found.next().with_context(|| format!("cargo has not fetched {name} {version}"))?;
            let folder = package.manifest_path.parent().context("a manifest stands in a folder")?;
            ensure!(folder.is_dir(), "{folder} is missing");
            Ok(folder.as_std_path().to_owned())
        })
        .collect()
}
