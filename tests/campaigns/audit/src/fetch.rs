//! Fetches a version of a crate by itself, without what it depends on.

use std::{
    error::Error,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// The folder with the sources of a version.
pub(crate) fn sources(name: &str, version: &str) -> Result<PathBuf, Box<dyn Error>> {
    let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../target/audit-corpus/cargo-home");
    if let Some(folder) = unpacked(&home, name, version) {
        return Ok(folder);
    }
    fs::create_dir_all(&home)?;
    // Where no manifest is near, which `cargo info` would look at.
    let elsewhere = home.join("..");
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["info", "--quiet", "--registry", "crates-io", &format!("{name}@{version}")]);
    let cargo = cargo.env("CARGO_HOME", fs::canonicalize(&home)?).current_dir(elsewhere);
    let output = cargo.stdin(Stdio::null()).output()?;
    unpacked(&home, name, version)
        .ok_or_else(|| format!("{name} {version} is not fetched: {}", String::from_utf8_lossy(&output.stderr)).into())
}

fn unpacked(home: &Path, name: &str, version: &str) -> Option<PathBuf> {
    let registries = fs::read_dir(home.join("registry/src")).ok()?.filter_map(Result::ok);
    let folders = registries.map(|registry| registry.path().join(format!("{name}-{version}")));
    folders.into_iter().find(|folder| folder.is_dir())
}
