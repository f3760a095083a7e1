//! The subject, a crate of edition 2018, 2021 and 2024 from the same sources, and how cargo is run on it.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

pub(crate) const EDITIONS: [&str; 3] = ["2018", "2021", "2024"];

/// `cargo COMMAND` on the subject of an edition, with or without the attributes.
pub(crate) fn cargo(command: &[&str], edition: &str, annotated: bool) -> Command {
    let mut cargo = Command::new("cargo");
    cargo
        .args(command)
        .arg("--manifest-path")
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("subject-{edition}/Cargo.toml")))
        .arg("--target-dir")
        .arg(target_folder().join("transparency"))
        // Else what is reported depends on what an earlier run has left in the target folder.
        .env("CARGO_INCREMENTAL", "0")
        .env_remove("RUSTFLAGS");
    if annotated {
        cargo.args(["--features", "annotated"]);
    }
    cargo
}

/// Whether `cargo COMMAND --version` runs.
pub(crate) fn is_installed(command: &[&str]) -> bool {
    Command::new("cargo").args(command).arg("--version").output().is_ok_and(|output| output.status.success())
}

/// The folder that this test was built in.
pub(crate) fn target_folder() -> PathBuf {
    let executable = env::current_exe().expect("the test runs from a file");
    let profile = executable.parent().and_then(Path::parent).expect("tests are built in a profile's `deps`");
    profile.parent().expect("a profile's folder stands in the target folder").to_owned()
}
