//! Builds and runs an example, and reads its output.

use std::{
    io::Read,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{OnceLock, mpsc},
    thread,
    time::Duration,
};

/// The deadline of each step, far more than any of them takes.
pub(crate) const TOO_LONG: Duration = Duration::from_secs(100);

/// One of the examples.
pub(crate) struct Program {
    example: &'static str,
    path: OnceLock<PathBuf>,
}

impl Program {
    pub(crate) const fn new(example: &'static str) -> Self {
        Self { example, path: OnceLock::new() }
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(self.path.get_or_init(|| build(self.example)));
        command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        // Simulates a user behind a proxy, which must not come between client and service.
        command.env("http_proxy", "http://127.0.0.1:9");
        command
    }

    /// Runs the program to its end.
    pub(crate) fn run(&self, arguments: &[&str]) -> Finished {
        let mut running = Running(self.command(arguments).spawn().expect("the program starts"));
        let stdout = read_all(running.0.stdout.take());
        let stderr = read_all(running.0.stderr.take());
        let [stdout, stderr] =
            [stdout, stderr].map(|text| text.recv_timeout(TOO_LONG).unwrap_or_else(|_| panic!("{arguments:?} hangs")));
        // The program has closed both pipes, so it has ended.
        let status = running.0.wait().expect("the program is a child of this process");
        Finished { status: status.code(), stdout, stderr }
    }
}

/// Builds the example and returns its path, which cargo passes to tests for binaries only.
///
/// Builds in the workspace, whose packages share the features of their dependencies. After `cargo test --workspace`, only the
/// program itself has to be built.
fn build(example: &str) -> PathBuf {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the package is in a workspace");
    let profile = if cfg!(debug_assertions) { "dev" } else { "release" };
    let build = Command::new(env!("CARGO"))
        .current_dir(workspace)
        .args([
            "build",
            "--quiet",
            "--workspace",
            "--example",
            example,
            "--message-format",
            "json",
            "--profile",
            profile,
        ])
        .stderr(Stdio::inherit())
        .output()
        .expect("cargo runs");
    assert!(build.status.success(), "the program does not build");
    let messages = String::from_utf8(build.stdout).expect("cargo writes JSON");
    let (_, path) = messages.split_once(r#""executable":""#).expect("cargo names the program");
    let (path, _) = path.split_once('"').expect("cargo writes JSON");
    PathBuf::from(path.replace(r"\\", r"\"))
}

/// Reads a pipe in a thread, so that the test can wait with a deadline, and neither pipe fills up while the other is read.
fn read_all(pipe: Option<impl Read + Send + 'static>) -> mpsc::Receiver<String> {
    let mut pipe = pipe.expect("it is piped");
    let (all, read) = mpsc::channel();
    thread::spawn(move || {
        let mut text = String::new();
        pipe.read_to_string(&mut text).expect("it writes text");
        all.send(text)
    });
    read
}

#[derive(Debug)]
pub(crate) struct Finished {
    pub(crate) status: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// A running program. It is killed on drop, even if the test fails.
pub(crate) struct Running(pub(crate) Child);

impl Drop for Running {
    fn drop(&mut self) {
        // Errors mean that the program has already ended.
        _ = self.0.kill();
        _ = self.0.wait();
    }
}
