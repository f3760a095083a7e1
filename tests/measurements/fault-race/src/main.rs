//! The same faulty calls through each way of keeping track of calls in flight, and how many entries each has left.
//!
//! ```text
//! cargo run --release -p scoped-entry-fault-race
//! cargo run --release -p scoped-entry-fault-race -- --check runtime/src/guide/costs.md
//! ```
//!
//! Every racer is under `racers/`, in a file of its own that says how it is used and where it loses an entry. It exits
//! with status 1 if one of ours has left an entry, or if the file to check does not have the table.

#![forbid(unsafe_code)]

mod args;
mod expected_panic;
mod fault;
mod key;
mod race;
mod racer;
mod racers;
mod service;
mod table;
mod task;
mod versions;

use args::Args;
use clap::Parser as _;
use std::{fs, process::ExitCode};

fn main() -> ExitCode {
    let Args { calls, check } = Args::parse();
    expected_panic::silence();
    let results = racers::race(calls);
    let table = table::of(&results);
    println!(
        "Entries left after {calls} calls with a key each that end so: those that the map still has, or counts.\n"
    );
    println!("{table}");
    let mut status = ExitCode::SUCCESS;
    for ours in results.iter().filter(|result| result.is_ours && result.left.iter().any(|left| *left > 0)) {
        eprintln!("error: {} has left entries", ours.name);
        status = ExitCode::FAILURE;
    }
    if let Some(file) = check {
        match fs::read_to_string(&file) {
            Ok(text) if text.contains(&table) => {}
            Ok(_) => {
                eprintln!("error: {} has another table than this; put this one in its place", file.display());
                status = ExitCode::FAILURE;
            }
            Err(error) => {
                eprintln!("error: {} cannot be read: {error}", file.display());
                return ExitCode::from(2);
            }
        }
    }
    status
}

#[cfg(test)]
mod tests {
    use super::{expected_panic, racers, table};

    #[test]
    fn ours_leave_nothing_and_what_is_removed_by_hand_stays() {
        expected_panic::silence();
        let results = racers::race(3);
        for result in &results {
            if result.is_ours {
                assert_eq!(result.left, [0; 6], "{}", result.name);
            }
        }
        let named = |name: &str| results.iter().find(|result| result.name.starts_with(name)).unwrap().left;
        assert_eq!(named("by hand, at the end"), [3, 3, 3, 3, 0, 3]);
        assert_eq!(named("by hand, with scopeguard"), [0; 6]);
        assert_eq!(table::of(&results).lines().count(), results.len() + 2);
    }
}
