//! Ten million random inputs for the macros, or as many as asked for.
//!
//! ```text
//! cargo run --release -p scoped-entry-fuzz
//! ```
//!
//! It ends at the first input that breaks a promise, with the smallest one that does: put that into a file under
//! `tests/campaigns/fuzz/findings/`, where `cargo test` looks at it from then on.

#![forbid(unsafe_code)]

use clap::Parser;
use scoped_entry_fuzz::{
    OURS,
    campaign::{Until, run},
    corpus,
    property::check,
    seeds::{self, Seeds},
    tally::Tally,
};
use std::{error::Error, fs, path::PathBuf, process::ExitCode, time::Duration};

/// Runs the macros on random inputs, and says of the first one that breaks a promise which.
#[derive(Parser)]
struct Args {
    /// How many inputs.
    #[arg(long, default_value_t = 10_000_000)]
    inputs: u64,
    /// For how many seconds, in place of a number of inputs.
    #[arg(long, conflicts_with = "inputs")]
    seconds: Option<u64>,
    /// The seed of another run, to repeat it; without, a new one.
    #[arg(long)]
    seed: Option<u64>,
    /// Writes the repository's own annotated functions into this folder, an input each, and does nothing else.
    #[arg(long, value_name = "FOLDER")]
    write_seeds: Option<PathBuf>,
    /// Writes the corpus into this folder, an input each, and does nothing else.
    #[arg(long, value_name = "FOLDER")]
    unpack_corpus: Option<PathBuf>,
    /// Makes the corpus of the inputs in this folder, and does nothing else.
    #[arg(long, value_name = "FOLDER")]
    pack_corpus: Option<PathBuf>,
    /// Inputs to look at, in place of random ones.
    files: Vec<PathBuf>,
}

/// Below these, the inputs are no good: measured are 20 % and 100 kinds.
const ACCEPTED: f64 = 15.0;
const KINDS: usize = 50;

fn main() -> ExitCode {
    match fuzz(&Args::parse()) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

fn fuzz(args: &Args) -> Result<ExitCode, Box<dyn Error>> {
    if let Some(folder) = &args.write_seeds {
        fs::create_dir_all(folder)?;
        for (index, text) in seeds::texts()?.iter().enumerate() {
            fs::write(folder.join(format!("seed-{index:04}")), text)?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    if let Some(folder) = &args.unpack_corpus {
        corpus::unpack(folder)?;
        return Ok(ExitCode::SUCCESS);
    }
    if let Some(folder) = &args.pack_corpus {
        corpus::pack(folder)?;
        return Ok(ExitCode::SUCCESS);
    }
    if !args.files.is_empty() {
        return replay(&args.files);
    }
    let seed = args.seed.unwrap_or_else(|| fastrand::u64(..));
    println!("seed {seed}");
    let until = args.seconds.map_or(Until::Inputs(args.inputs), |seconds| Until::Elapsed(Duration::from_secs(seconds)));
    let progress = |tally: &Tally| println!("{} inputs, {:.1} % accepted", tally.inputs(), tally.accepted());
    match run(&OURS, &Seeds::load()?, seed, until, progress) {
        Ok(tally) => {
            print!("{tally}");
            let is_deep = tally.accepted() >= ACCEPTED && tally.kinds() >= KINDS;
            if !is_deep {
                eprintln!(
                    "these inputs do not get far: less than {ACCEPTED} % accepted, or less than {KINDS} kinds of errors"
                );
            }
            Ok(if is_deep { ExitCode::SUCCESS } else { ExitCode::FAILURE })
        }
        Err(finding) => {
            eprintln!("{finding}");
            Ok(ExitCode::FAILURE)
        }
    }
}

fn replay(files: &[PathBuf]) -> Result<ExitCode, Box<dyn Error>> {
    let mut code = ExitCode::SUCCESS;
    for file in files {
        match check(&OURS, &fs::read_to_string(file)?) {
            Ok(Some(outcome)) => println!("{}: {:?}", file.display(), outcome.verdict),
            Ok(None) => println!("{}: no input", file.display()),
            Err(violation) => {
                eprintln!("{}: broken promise: {violation}", file.display());
                code = ExitCode::FAILURE;
            }
        }
    }
    Ok(code)
}
