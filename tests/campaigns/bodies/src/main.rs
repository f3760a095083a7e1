//! Plays thousands of functions: seed by seed, batch by batch, in crates of each edition.
//!
//! Each batch is a `cargo test` of `tests/editions/2018`, `2021` or `2024`, told by environment variables which functions to
//! write. So each failure can be had again alone.

use std::{
    collections::BTreeMap,
    env, fs,
    path::Path,
    process::{Command, ExitCode, Stdio},
};

const USAGE: &str = "usage: cargo run -p scoped-entry-bodies -- [--seed N] [--functions N] [--batch N] [--rounds N] [--edition 2018|2021|2024]

  --seed       the seed of the first batch; each batch has the next one (2: 1 is what `cargo test` plays)
  --functions  how many functions, in all (2000)
  --batch      how many of them in a crate (240)
  --rounds     how often each is called (200)
  --edition    in one edition only, and not in all three

Failures are printed, and kept under target/bodies/.";

struct Arguments {
    seed: u64,
    functions: u64,
    batch: u64,
    rounds: u64,
    edition: Option<String>,
}

fn arguments() -> Result<Arguments, String> {
    let mut parsed = Arguments { seed: 2, functions: 2000, batch: 240, rounds: 200, edition: None };
    let mut given = env::args().skip(1);
    while let Some(name) = given.next() {
        let value = given.next().ok_or_else(|| format!("{name}: a value is missing"))?;
        let number = || value.parse::<u64>().map_err(|_| format!("{name} {value}: a number is expected"));
        match name.as_str() {
            "--seed" => parsed.seed = number()?,
            "--functions" => parsed.functions = number()?.max(1),
            "--batch" => parsed.batch = number()?.max(1),
            "--rounds" => parsed.rounds = number()?.max(1),
            "--edition" if ["2018", "2021", "2024"].contains(&value.as_str()) => parsed.edition = Some(value),
            "--edition" => return Err(format!("--edition {value}: 2018, 2021 or 2024 is expected")),
            _ => return Err(format!("{name} is unknown")),
        }
    }
    Ok(parsed)
}

/// What all batches counted, by kind and name.
type Sums = BTreeMap<(String, String), u64>;

fn main() -> ExitCode {
    let arguments = match arguments() {
        Ok(arguments) => arguments,
        Err(error) => {
            eprintln!("{error}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    let editions = match &arguments.edition {
        Some(edition) => vec![edition.as_str()],
        None => vec!["2018", "2021", "2024"],
    };
    let (mut sums, mut failed) = (Sums::new(), Vec::new());
    let (mut seed, mut left) = (arguments.seed, arguments.functions);
    while left > 0 {
        let functions = left.min(arguments.batch);
        for edition in &editions {
            println!("seed {seed}, {functions} functions, edition {edition}");
            if !play(edition, seed, functions, arguments.rounds, &mut sums) {
                failed.push(format!(
                    "BODIES_SEED={seed} BODIES_FUNCTIONS={functions} BODIES_ROUNDS={} \
                     cargo test -p scoped-entry-editions-{edition}",
                    arguments.rounds
                ));
            }
        }
        (seed, left) = (seed + 1, left - functions);
    }
    println!();
    for ((kind, name), count) in &sums {
        println!("{kind:10} {count:>12}  {name}");
    }
    for again in &failed {
        println!("failed: {again}");
    }
    if failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// One batch; answers whether all was well.
fn play(edition: &str, seed: u64, functions: u64, rounds: u64, sums: &mut Sums) -> bool {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("this package stands in the workspace");
    let folder = root.join("target/bodies");
    fs::create_dir_all(&folder).expect("the target folder can be written to");
    let report = folder.join("report");
    let _ = fs::remove_file(&report);
    let output = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .current_dir(root)
        .args(["test", "--quiet", "--test", "bodies", "--package", &format!("scoped-entry-editions-{edition}")])
        // Apart, so that an ordinary `cargo test` finds its own functions where it left them.
        .args(["--target-dir", "target/bodies"])
        .args(["--", "--nocapture", "every_function"])
        .env("CARGO_INCREMENTAL", "0")
        .env("BODIES_SEED", seed.to_string())
        .env("BODIES_FUNCTIONS", functions.to_string())
        .env("BODIES_ROUNDS", rounds.to_string())
        .env("BODIES_REPORT", &report)
        .stdin(Stdio::null())
        .output()
        .expect("cargo can be run");
    for line in fs::read_to_string(&report).unwrap_or_default().lines() {
        let mut words = line.splitn(3, ' ');
        if let (Some(kind), Some(Ok(count)), Some(name)) =
            (words.next(), words.next().map(str::parse::<u64>), words.next())
        {
            *sums.entry((kind.into(), name.into())).or_default() += count;
        }
    }
    if output.status.success() {
        return true;
    }
    let account = [output.stdout, output.stderr].concat();
    let account = String::from_utf8_lossy(&account);
    println!("{account}");
    let file = folder.join(format!("failure-{edition}-{seed}.txt"));
    fs::write(&file, account.as_bytes()).expect("the target folder can be written to");
    println!("kept in {}", file.display());
    false
}
