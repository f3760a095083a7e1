//! Ten million calls of a handler that removes its in-flight entries by hand, and of one that is annotated, and the
//! memory that they take meanwhile.
//!
//! ```text
//! cargo run --release --example soak
//! ```
//!
//! Each handler has a process of its own, which makes the calls on all cores, half of them sync and half async. Most
//! succeed; some fail through `?`, return early, panic, are cancelled while they wait, time out, or are never begun.
//! The handler that removes by hand is the one of the original bug: its process climbs until it is killed for its
//! memory, is started again, and climbs again. The annotated one has to stay flat: the exit status is 1 if it does not.
//!
//! [`handlers`] has the two handlers, which is what this program is about, with [`service`] as the state that they share
//! and [`lookup`] as the work that they do. [`fate`] says how a call can end, [`calls`] makes one that ends so, and
//! [`load`] makes them all. That was one process; the other starts them and keeps [`watch`]. [`samples`] is what the one
//! tells the other, [`verdict`] judges it, [`plot`] draws it, [`report`] and [`progress`] tell it.

#![forbid(unsafe_code)]

mod args;
mod calls;
#[path = "../inflight_service/expected_panic.rs"]
mod expected_panic;
mod fate;
#[path = "../inflight_service/grouped.rs"]
mod grouped;
mod handlers;
mod load;
mod lookup;
mod plot;
mod progress;
mod report;
mod samples;
mod service;
mod verdict;
mod watch;

use args::Args;
use clap::Parser as _;
use report::Report;
use service::Handler;
use std::{error::Error, process::ExitCode};

fn main() -> ExitCode {
    let args = Args::parse();
    let done = match args.handler {
        Some(handler) => load::run(handler, &args).map(|()| ExitCode::SUCCESS),
        None => soak(&args).map(|report| report.print()),
    };
    done.unwrap_or_else(|error| {
        eprintln!("error: {error}");
        ExitCode::from(2)
    })
}

fn soak(args: &Args) -> Result<Report, Box<dyn Error>> {
    plot::prepare(&args.plot)?;
    let by_hand = watch::watch(Handler::ByHand, args)?;
    let annotated = watch::watch(Handler::Annotated, args)?;
    plot::draw(&args.plot, args, &by_hand, &annotated)?;
    Ok(Report { calls: args.calls, by_hand, annotated, limit: args.limit(), plot: args.plot.clone() })
}
