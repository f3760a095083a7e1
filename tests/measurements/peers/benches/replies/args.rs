//! The command line.

/// A call that waits for a reply, beside those that are written by hand.
#[derive(clap::Parser)]
pub(crate) struct Args {
    /// How often each candidate is measured.
    #[arg(long, default_value_t = 15)]
    rounds: usize,
    /// Whether it runs at all: next to no calls, and figures that say nothing.
    #[arg(long)]
    smoke: bool,
    /// Runs each candidate under callgrind, and prints the instructions of a call.
    #[arg(long)]
    pub(crate) count: bool,
    /// Makes calls of one candidate and nothing else: what runs under callgrind.
    #[arg(long, hide = true, num_args = 2, value_names = ["CANDIDATE", "CALLS"])]
    pub(crate) only: Option<Vec<usize>>,
    /// What `cargo bench` passes to every benchmark.
    #[arg(long, hide = true)]
    bench: bool,
}

impl Args {
    pub(crate) fn rounds(&self) -> usize {
        if self.smoke { 1 } else { self.rounds.max(1) }
    }

    pub(crate) fn calls(&self) -> u64 {
        if self.smoke { 100 } else { 100_000 }
    }
}
