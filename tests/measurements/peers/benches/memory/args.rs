//! The command line.

use clap::Parser;

/// Measures what entries take, and what they leave behind, in our maps and others.
///
/// The status is 0 whatever the figures are: they are no test.
#[derive(Debug, Parser)]
#[command(name = "memory")]
pub(crate) struct Args {
    /// Measure only candidates whose name has this in it, in any case; may be given several times
    #[arg(long, value_name = "NAME")]
    pub(crate) only: Vec<String>,

    /// Entries of the burst
    #[arg(long, value_name = "N", default_value_t = 1_000_000, value_parser = clap::value_parser!(u32).range(1_000..))]
    live: u32,

    /// Only see that it runs: a small burst, and figures that mean nothing
    #[arg(long)]
    smoke: bool,

    /// What a process is started with that makes one burst
    #[arg(long, hide = true)]
    pub(crate) burst: Option<String>,

    /// What `cargo bench` says to every benchmark, and `cargo test` to none
    #[arg(long, hide = true)]
    bench: bool,
}

impl Args {
    /// A small burst also where it is run as a test.
    pub(crate) fn live(&self) -> u32 {
        if self.smoke || !self.bench { 10_000 } else { self.live }
    }
}
