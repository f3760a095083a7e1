//! Puts `#[scoped_entry]` on every function of published crates, runs their own tests, and compares.
//!
//! ```text
//! crates.toml ─► sources ─► variant ─► cargo ─┬─ messages ─┐
//!                             │               ├─ outcomes ─┼─► compare ─► trial ─► table
//!                          annotate,          └─ entries ──┘
//!                          macros
//! ```
//!
//! With `--refusals`, only `messages` are read, by `refusals`. What the annotated functions enter is in the crate
//! `entry-witness`.

mod annotate;
mod cargo;
mod compare;
mod entries;
mod list;
mod macros;
mod messages;
mod outcomes;
mod refusals;
mod sources;
mod table;
mod trial;
mod variant;

use anyhow::{Context as _, Result};
use clap::Parser;
use std::{
    env, fs,
    path::PathBuf,
    process::ExitCode,
    time::{Duration, Instant},
};

/// Puts `#[scoped_entry]` on every function of published crates, and compares what the compiler and the crates' own tests
/// say with what they say of the untouched crates.
///
/// The status is 1 if anything differs, or if an entry is left in the map when a process of the tests ends. The table is
/// also kept beside the builds, in `table.md`, as it grows; there are the logs of each crate, too.
#[derive(Debug, Parser)]
#[command(name = "published")]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
struct Args {
    /// Only these crates: a NAME of the list in `tests/campaigns/published/crates.toml`, any NAME@VERSION of crates.io,
    /// or a folder with a package, whose path has a `/` in it
    #[arg(value_name = "CRATE")]
    crates: Vec<String>,

    /// Leave out the tests in the documentation
    #[arg(long)]
    without_docs: bool,

    /// Leave out `#[tracing::instrument]`, for comparison on the same functions
    #[arg(long)]
    without_instrument: bool,

    /// How long one build, or one run of a crate's tests, may take
    #[arg(long, value_name = "SECONDS", default_value_t = 900)]
    limit: u64,

    /// Show the differences that `#[tracing::instrument]` makes, too
    #[arg(long)]
    explain_instrument: bool,

    /// Only list the functions that the attribute refuses without `until = return`. The status is 1 if the compiler has
    /// anything else to say
    #[arg(long)]
    refusals: bool,

    /// Where copies and builds are kept [default: published/ in the target folder]
    #[arg(long, value_name = "FOLDER")]
    work: Option<PathBuf>,
}

fn main() -> Result<ExitCode> {
    let args = Args::parse();
    let work = match args.work {
        Some(work) => work,
        None => target_folder()?.join("published"),
    };
    let subjects = list::choose(&args.crates)?;
    let sources = sources::fetch(&subjects, &work)?;
    let cargo = cargo::Cargo { work: &work, limit: Duration::from_secs(args.limit), docs: !args.without_docs };
    if args.refusals {
        let mut is_clean = true;
        for (subject, published) in subjects.iter().zip(&sources) {
            let found = refusals::find(subject, published, &cargo)
                .with_context(|| format!("{} {}", subject.name, subject.version))?;
            refusals::print(subject, &found);
            is_clean &= found.others.is_empty();
        }
        return Ok(if is_clean { ExitCode::SUCCESS } else { ExitCode::FAILURE });
    }
    let mut verdicts = Vec::new();
    for (subject, published) in subjects.iter().zip(&sources) {
        let start = Instant::now();
        let verdict = trial::try_out(subject, published, &cargo, !args.without_instrument)
            .with_context(|| format!("{} {}", subject.name, subject.version))?;
        eprintln!(
            "{} {}: {}, in {} s",
            subject.name,
            subject.version,
            if verdict.differences.is_empty() { "the same" } else { "DIFFERENT" },
            start.elapsed().as_secs()
        );
        explain("", &verdict.differences);
        if let (true, Some(instrumented)) = (args.explain_instrument, &verdict.instrumented) {
            explain("instrument: ", &instrumented.differences);
        }
        verdicts.push(verdict);
        // Also for who ends a long run before its end.
        fs::write(work.join("table.md"), page(&verdicts))?;
    }
    print!("{}", page(&verdicts));
    let is_same = verdicts.iter().all(|verdict| verdict.differences.is_empty());
    Ok(if is_same { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn explain(of: &str, differences: &[String]) {
    const AT_MOST: usize = 20;
    for difference in differences.iter().take(AT_MOST) {
        eprintln!("  {of}{difference}");
    }
    if differences.len() > AT_MOST {
        eprintln!("  {of}and {} more", differences.len() - AT_MOST);
    }
}

fn page(verdicts: &[trial::Verdict]) -> String {
    format!("{}\n\n{}\n", table::of(verdicts), table::totals(verdicts))
}

/// The folder that this program was built in.
fn target_folder() -> Result<PathBuf> {
    let executable = env::current_exe()?;
    let profile = executable.parent().context("a program stands in a folder")?;
    let target = profile.parent().context("a profile's folder stands in the target folder")?;
    Ok(fs::canonicalize(target)?)
}
