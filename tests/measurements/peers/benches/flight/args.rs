//! The command line.

/// Single flight beside its peers.
#[derive(clap::Parser)]
pub(crate) struct Args {
    /// How often each candidate is measured.
    #[arg(long, default_value_t = 7)]
    rounds: usize,
    /// Whether it runs at all: next to no calls, and figures that say nothing.
    #[arg(long)]
    smoke: bool,
    /// What `cargo bench` passes to every benchmark.
    #[arg(long, hide = true)]
    bench: bool,
}

impl Args {
    pub(crate) fn rounds(&self) -> usize {
        if self.smoke { 1 } else { self.rounds.max(1) }
    }

    pub(crate) fn flights(&self) -> u32 {
        if self.smoke { 100 } else { 200_000 }
    }

    pub(crate) fn callers(&self) -> usize {
        if self.smoke { 1_000 } else { 10_000 }
    }
}
