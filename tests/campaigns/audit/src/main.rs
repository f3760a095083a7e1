//! Runs the audit over published crates, which cargo fetches when they are asked for, and compares what it reports with
//! what is written down.

mod fetch;
mod published;
mod table;
mod verdicts;

use clap::{Parser, Subcommand};
use std::{error::Error, process::ExitCode};

#[derive(Parser)]
#[command(about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Check that known leaks are found (`known.tsv`)
    Known,
    /// Compare the reports on published crates (`crates.tsv`) with `reports.tsv`
    Corpus {
        /// Only these crates
        names: Vec<String>,
        /// Print new reports as lines of `reports.tsv`, to be judged
        #[arg(long)]
        print: bool,
    },
    /// Print the precision that `reports.tsv` comes to
    Precision,
}

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Known => published::known(),
        Command::Corpus { names, print } => published::corpus(&names, print),
        Command::Precision => verdicts::precision(),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

/// Whether all is as written down, or what kept it from being looked at.
type Done = Result<bool, Box<dyn Error>>;
