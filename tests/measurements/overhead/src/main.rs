//! Counts the instructions of a call of an annotated function and of its twin written by hand, under callgrind, and
//! compares them.
//!
//! `cargo run --release -p scoped-entry-overhead` prints the table; the status is 1 if a ratio is above its limit. Run as
//! `overhead NAME CALLS`, it makes that many calls of one candidate and nothing else, which is what runs under callgrind.

mod candidates;
mod count;

use candidates::{Candidate, PAIRS};
use std::{env, process::ExitCode};

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match &arguments[..] {
        [] => compare(),
        [name, calls] => run(name, calls),
        _ => {
            eprintln!("usage: overhead [NAME CALLS]");
            ExitCode::from(2)
        }
    }
}

fn run(name: &str, calls: &str) -> ExitCode {
    let candidate = PAIRS.iter().flat_map(|pair| [&pair.annotated, &pair.by_hand]).find(|found| found.name == name);
    match (candidate, calls.parse()) {
        (Some(Candidate { run, .. }), Ok(calls)) => {
            run(calls);
            ExitCode::SUCCESS
        }
        _ => {
            eprintln!("overhead: no candidate `{name}`, or `{calls}` is no number of calls");
            ExitCode::from(2)
        }
    }
}

fn compare() -> ExitCode {
    println!("{:<34} {:>10} {:>10} {:>7} {:>7}", "instructions a call", "annotated", "by hand", "ratio", "limit");
    let mut is_within = true;
    for pair in &PAIRS {
        let counts = count::per_call(pair.annotated.name)
            .and_then(|annotated| count::per_call(pair.by_hand.name).map(|by_hand| (annotated, by_hand)));
        let (annotated, by_hand) = match counts {
            Ok(counts) => counts,
            Err(error) => {
                eprintln!("overhead: {error}");
                return ExitCode::from(2);
            }
        };
        let ratio = annotated / by_hand;
        is_within &= ratio <= pair.limit;
        println!("{:<34} {annotated:>10.1} {by_hand:>10.1} {ratio:>7.3} {:>7.2}", pair.name, pair.limit);
    }
    if is_within {
        ExitCode::SUCCESS
    } else {
        eprintln!("overhead: a ratio is above its limit");
        ExitCode::FAILURE
    }
}
