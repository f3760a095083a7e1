//! The command line.

use std::path::PathBuf;

/// The same faulty calls through each way of keeping track of calls in flight.
#[derive(clap::Parser)]
pub(crate) struct Args {
    /// How many calls end in each way.
    #[arg(long, default_value_t = 1_000)]
    pub(crate) calls: usize,
    /// A file that has to have the very table that comes out.
    #[arg(long, value_name = "FILE")]
    pub(crate) check: Option<PathBuf>,
}
