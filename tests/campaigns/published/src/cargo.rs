//! Runs cargo on a variant, for as long as it may take and no longer.

use crate::{list::Subject, variant::Variant};
use anyhow::{Context as _, Result};
use process_wrap::std::{CommandWrap, ProcessGroup};
use std::{
    fs::{self, File},
    path::Path,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// What the environment says to cargo and rustc that would make a difference, and is not meant for the crates.
pub(crate) const FOREIGN: [&str; 8] = [
    "CARGO_TARGET_DIR",
    "CARGO_BUILD_TARGET",
    "CARGO_ENCODED_RUSTFLAGS",
    "RUSTFLAGS",
    "RUSTDOCFLAGS",
    "RUST_BACKTRACE",
    "RUST_TEST_THREADS",
    "RUSTC_WRAPPER",
];

/// How cargo ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    Well,
    Badly,
    TooLate,
}

/// What cargo is run with, besides its command.
pub(crate) struct Cargo<'a> {
    pub(crate) work: &'a Path,
    pub(crate) limit: Duration,
    pub(crate) docs: bool,
}

impl Cargo<'_> {
    /// Builds the tests. The answer is what cargo and the compiler say, as JSON.
    pub(crate) fn build(&self, variant: &Variant, subject: &Subject) -> Result<(Ended, String)> {
        let mut cargo = self.test(variant, subject);
        cargo.args(["--no-run", "--message-format=json"]);
        let output = variant.workspace.join("build.json");
        let ended = self.run(cargo, &output, Some(&variant.workspace.join("build.log")))?;
        Ok((ended, read(&output)?))
    }

    /// Runs the tests, and those in the documentation. Each process reports to the folder `reports` of the workspace.
    pub(crate) fn run_tests(&self, variant: &Variant, subject: &Subject) -> Result<(Ended, String)> {
        let reports = variant.workspace.join("reports");
        if reports.exists() {
            fs::remove_dir_all(&reports)?;
        }
        fs::create_dir_all(&reports)?;
        let mut cargo = self.test(variant, subject);
        cargo.arg("--no-fail-fast").env("ENTRY_WITNESS", &reports);
        let skipped = subject.skip_tests.iter().flat_map(|test| ["--skip", test]);
        cargo.arg("--").args(skipped);
        let output = variant.workspace.join("tests.log");
        let ended = self.run(cargo, &output, None)?;
        Ok((ended, read(&output)?))
    }

    fn test(&self, variant: &Variant, subject: &Subject) -> Command {
        let mut cargo = Command::new("cargo");
        cargo
            .arg("test")
            .arg("--manifest-path")
            .arg(variant.package.join("Cargo.toml"))
            .arg("--target-dir")
            .arg(&variant.build)
            .env("CARGO_INCREMENTAL", "0")
            .env("CARGO_TERM_COLOR", "never");
        for variable in FOREIGN {
            cargo.env_remove(variable);
        }
        if !subject.features.is_empty() {
            cargo.arg("--features").arg(subject.features.join(","));
        }
        if subject.no_default_features {
            cargo.arg("--no-default-features");
        }
        if !self.docs {
            cargo.args(["--lib", "--bins", "--examples", "--tests"]);
        }
        cargo
    }

    /// Without a file for the errors they go where the output goes, in their order.
    fn run(&self, mut command: Command, output: &Path, errors: Option<&Path>) -> Result<Ended> {
        let file = File::create(output)?;
        let errors = errors.map_or_else(|| file.try_clone(), File::create)?;
        command.stdin(Stdio::null()).stdout(file).stderr(errors);
        let mut command = CommandWrap::from(command);
        // So that the tests end with cargo.
        command.wrap(ProcessGroup::leader());
        let mut child = command.spawn().context("cargo does not start")?;
        let start = Instant::now();
        loop {
            if let Some(status) = child.try_wait()? {
                return Ok(if status.success() { Ended::Well } else { Ended::Badly });
            }
            if start.elapsed() > self.limit {
                child.kill()?;
                return Ok(Ended::TooLate);
            }
            thread::sleep(Duration::from_millis(50));
        }
    }
}

/// Tests may print what is no text.
fn read(path: &Path) -> Result<String> {
    Ok(String::from_utf8_lossy(&fs::read(path)?).into_owned())
}
