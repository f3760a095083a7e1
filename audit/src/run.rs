//! Runs the command: reads, finds, reports.

use crate::{
    baseline::Baseline,
    classes::findings,
    cli::{Audit, Cli, Command, Format},
    finding::Finding,
    report,
    source::{Crate, Listed, list},
    suppress,
};
use clap::Parser as _;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::{
    ffi::OsString,
    fmt::Write as _,
    io::{self, IsTerminal as _, Write},
    path::PathBuf,
    process::ExitCode,
};

/// What was read, and what was found in it.
#[derive(Debug, Default)]
pub struct Read {
    /// The findings, by file and line.
    pub findings: Vec<Finding>,
    /// Files that do not parse, and why.
    pub failed: Vec<(PathBuf, String)>,
    /// Comments that accept a finding without a reason: where they stand.
    pub unreasoned: Vec<(PathBuf, u32)>,
    /// Findings that a comment accepts.
    pub allowed: usize,
    /// The number of files.
    pub files: usize,
    /// The number of lines.
    pub lines: usize,
}

/// Reads crate by crate. `on_file` is called for each file.
#[must_use]
pub fn read(listed: &Listed, tests: bool, all: bool, mut on_file: impl FnMut()) -> Read {
    let mut read = Read { files: listed.files(), ..Read::default() };
    for (folder, files) in &listed.crates {
        let krate = Crate::read(folder, files, tests, |_| on_file());
        read.lines += krate.lines;
        for finding in findings(&krate) {
            if !all && !finding.class.is_default() {
                continue;
            }
            match suppress::accepted(&finding) {
                suppress::Accepted::No => read.findings.push(finding),
                suppress::Accepted::Yes => read.allowed += 1,
                suppress::Accepted::WithoutReason(line) => {
                    read.unreasoned.push((finding.path.clone(), line));
                    read.findings.push(finding);
                }
            }
        }
        read.failed.extend(krate.failed);
    }
    read.findings.sort_by(|a, b| (&a.path, a.inserted.at, a.class).cmp(&(&b.path, b.inserted.at, b.class)));
    read
}

/// Runs with these arguments; the first is the program's name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let mut arguments: Vec<OsString> = arguments.into_iter().collect();
    // As a subcommand of cargo's, the first argument is the subcommand's name.
    if arguments.get(1).is_some_and(|first| first == "scoped-entry") {
        arguments.remove(1);
    }
    let Command::Audit(audit) = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli.command,
        Err(error) => {
            _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    match self::audit(&audit) {
        Ok(status) => status,
        // The reader of a pipe may have seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            _ = writeln!(io::stderr(), "error: {error}");
            ExitCode::from(2)
        }
    }
}

fn audit(audit: &Audit) -> io::Result<ExitCode> {
    let listed = list(&audit.paths, audit.tests)?;
    if listed.files() == 0 {
        return Err(io::Error::other("there is no Rust file to read"));
    }
    let baseline = audit.baseline.as_deref().map(Baseline::read).transpose()?;
    let bar = progress(listed.files());
    let read = read(&listed, audit.tests, audit.all, || bar.inc(1));
    bar.finish_and_clear();
    let mut errors = io::stderr().lock();
    for (path, error) in &read.failed {
        writeln!(errors, "warning: {} is not read: {error}", path.display())?;
    }
    for (path, line) in &read.unreasoned {
        writeln!(errors, "warning: {}:{line}: `allow` needs a reason after it, and is ignored", path.display())?;
    }
    if let Some(file) = &audit.write_baseline {
        Baseline::of(&read.findings).write(file)?;
        writeln!(errors, "{} findings are written to {}", read.findings.len(), file.display())?;
        return Ok(ExitCode::SUCCESS);
    }
    let (new, gone) = match &baseline {
        Some(baseline) => baseline.compare(&read.findings),
        None => (read.findings.iter().collect(), Vec::new()),
    };
    let mut out = io::stdout().lock();
    match audit.format {
        Format::Human => report::human(&mut out, &new, io::stdout().is_terminal())?,
        Format::Json => report::json(&mut out, &new)?,
        Format::Sarif => report::sarif(&mut out, &new)?,
        Format::Github => report::github(&mut out, &new)?,
    }
    for entry in &gone {
        writeln!(errors, "in the baseline and no longer found: {entry}")?;
    }
    if audit.format == Format::Human {
        writeln!(errors, "{}", summary(&read, new.len()))?;
    }
    let fails = !new.is_empty() || (audit.exact && !gone.is_empty());
    Ok(ExitCode::from(u8::from(fails)))
}

fn summary(read: &Read, new: usize) -> String {
    let plural = |count: usize, one: &str, more: &str| format!("{count} {}", if count == 1 { one } else { more });
    let mut summary = format!(
        "{} in {}, {}",
        plural(new, "finding", "findings"),
        plural(read.files, "file", "files"),
        plural(read.lines, "line", "lines"),
    );
    let known = read.findings.len() - new;
    for (count, what) in
        [(known, "in the baseline"), (read.allowed, "accepted by comments"), (read.failed.len(), "files not read")]
    {
        if count > 0 {
            _ = write!(summary, "; {count} {what}");
        }
    }
    summary
}

fn progress(files: usize) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(u64::try_from(files).ok(), ProgressDrawTarget::stderr_with_hz(10));
    let style = ProgressStyle::with_template("{wide_bar} {pos}/{len} files");
    match style {
        // Drawn on a terminal only.
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
