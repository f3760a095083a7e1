//! A call that waits for a reply, beside a `tokio::sync::oneshot` in a `DashMap`: time on one thread and on two, and
//! instructions.
//!
//! ```text
//! cargo bench -p scoped-entry-peers --bench replies
//! cargo bench -p scoped-entry-peers --bench replies -- --count     (needs valgrind)
//! cargo bench -p scoped-entry-peers --bench replies -- --smoke
//! ```
//!
//! In each round every candidate is measured once in every column, and they take turns in going first. Shown are the least
//! and the median of the rounds, in nanoseconds per call of a thread, and the median of the ratios to `PendingMap` within a round.

#![forbid(unsafe_code)]

mod args;
mod candidates;
mod count;
mod timed;

use args::Args;
use candidates::ALL;
use clap::Parser as _;
use comfy_table::{CellAlignment, Table, presets::ASCII_MARKDOWN};
use std::process::ExitCode;
use timed::{COLUMNS, Figures};

fn main() -> ExitCode {
    let args = Args::parse();
    if let Some(&[candidate, calls]) = args.only.as_deref() {
        let map = (ALL[candidate].new)();
        (0..calls as u64).for_each(|id| assert_eq!(map.call(id), id));
        return ExitCode::SUCCESS;
    }
    if args.count {
        return count();
    }
    let mut figures: [Figures; ALL.len()] = Default::default();
    for round in 0..args.rounds() {
        for turn in 0..ALL.len() {
            let at = (round + turn) % ALL.len();
            figures[at].add((ALL[at].new)().as_ref(), args.calls());
        }
    }
    let mut table = Table::new();
    table.load_preset(ASCII_MARKDOWN);
    table.set_header([""].into_iter().chain(COLUMNS.iter().flat_map(|column| [column.name, "ratio"])));
    for (candidate, of_it) in ALL.iter().zip(&figures) {
        table.add_row([candidate.name.to_owned()].into_iter().chain(of_it.cells(&figures[0])));
    }
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    println!("{} rounds, minimum / median, in nanoseconds\n{table}", args.rounds());
    ExitCode::SUCCESS
}

fn count() -> ExitCode {
    for (at, candidate) in ALL.iter().enumerate() {
        match count::per_call(at) {
            Ok(instructions) => println!("{:<36} {instructions:>8.1} instructions a call", candidate.name),
            Err(error) => {
                eprintln!("replies: {error}");
                return ExitCode::FAILURE;
            }
        }
    }
    ExitCode::SUCCESS
}
