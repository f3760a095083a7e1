//! Single flight beside those that people use: what a flight costs, what a herd costs, and what is left behind.
//!
//! ```text
//! cargo bench -p scoped-entry-peers --bench flight
//! cargo bench -p scoped-entry-peers --bench flight -- --smoke
//! ```
//!
//! In each round every candidate is measured once in every column, and they take turns in going first. Shown are the
//! least and the median of the rounds. moka and `quick_cache` are caches: for each flight to be one, its result is
//! removed again, as part of the flight.

#![forbid(unsafe_code)]

mod args;
mod candidates;
mod herd;
mod leftovers;
mod measured;
mod uncontended;

use args::Args;
use candidates::{AsyncSingleflight, Candidate, Moka, Ours, QuickCache, SingleflightAsync, Uniflight};
use clap::Parser as _;
use comfy_table::{CellAlignment, Table, presets::ASCII_MARKDOWN};
use herd::Herd;
use leftovers::Leftovers;
use measured::Measured;

fn main() {
    let args = Args::parse();
    let runs: [fn(&Args, &mut Measured); 6] = [
        run::<Ours<u64>>,
        run::<Uniflight<u64>>,
        run::<Moka<u64>>,
        run::<AsyncSingleflight<u64>>,
        run::<SingleflightAsync<u64>>,
        run::<QuickCache<u64>>,
    ];
    let mut measured: [Measured; 6] = std::array::from_fn(|_| Measured::default());
    for round in 0..args.rounds() {
        for turn in 0..runs.len() {
            let at = (round + turn) % runs.len();
            runs[at](&args, &mut measured[at]);
        }
    }
    leftovers::silence();
    let left = [
        leftovers::of::<Ours<_>>(),
        leftovers::of::<Uniflight<_>>(),
        leftovers::of::<Moka<_>>(),
        leftovers::of::<AsyncSingleflight<_>>(),
        leftovers::of::<SingleflightAsync<_>>(),
        leftovers::of::<QuickCache<_>>(),
    ];
    print(&args, &measured, &left);
}

fn run<C: Candidate<u64>>(args: &Args, measured: &mut Measured) {
    measured.name = C::NAME;
    measured.uncontended.push(uncontended::nanoseconds::<C>(args.flights()));
    for (at, herd) in Herd::ALL.iter().enumerate() {
        let ran = herd.run::<C>(args.callers());
        measured.herds[at].milliseconds.push(ran.milliseconds);
        measured.herds[at].bodies.push(ran.bodies);
    }
}

fn print(args: &Args, measured: &[Measured], left: &[Leftovers]) {
    let mut table = Table::new();
    table.load_preset(ASCII_MARKDOWN);
    let mut header = vec![String::new(), String::from("uncontended, ns")];
    header.extend(Herd::ALL.iter().flat_map(|herd| [format!("{herd}, ms"), String::from("bodies")]));
    table.set_header(header);
    for measured in measured {
        table.add_row(measured.line());
    }
    align(&mut table);
    println!("{} rounds, minimum / median; herds of {} callers\n{table}", args.rounds(), args.callers());
    let mut table = Table::new();
    table.load_preset(ASCII_MARKDOWN);
    table.set_header(["", "cancelled", "panicking", "never polled"]);
    for (measured, left) in measured.iter().zip(left) {
        let Leftovers { cancelled, panicking, never_polled } = left;
        table.add_row([
            measured.name.to_owned(),
            cancelled.to_string(),
            panicking.to_string(),
            never_polled.to_string(),
        ]);
    }
    align(&mut table);
    println!(
        "live keys left after {} calls that end so; clones count, also those that wait to be freed\n{table}",
        leftovers::CALLS
    );
}

fn align(table: &mut Table) {
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
}
