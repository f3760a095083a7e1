//! The command line.

use crate::{samples::MIB, service::Handler};
use clap::Parser;
use std::path::PathBuf;

/// Makes millions of calls that end in every way there is, and plots what memory two handlers take for them.
///
/// Of the async calls 68 % succeed, 10 % fail through `?`, 5 % return early, 5 % panic, 6 % are cancelled, 4 % time out
/// and 2 % are never polled; the sync ones, as many, succeed instead of the last three. Exit status: 0 if the annotated
/// handler's memory stayed flat and its map is empty, 1 if not, 2 if a value is wrong or a call did not end as asked.
///
/// Flat means: after a warm-up of 5 % of the calls, the most memory of the second half is not above the most of the
/// first by both 2 % and 4 MiB.
#[derive(Debug, Parser)]
#[command(name = "soak")]
pub(crate) struct Args {
    /// Calls of each handler
    #[arg(long, value_name = "N", default_value_t = 10_000_000)]
    #[arg(value_parser = clap::value_parser!(u64).range(1_000..=1_000_000_000))]
    pub(crate) calls: u64,

    /// Where to write the plot, as SVG
    #[arg(long, value_name = "PATH", default_value = "target/soak.svg")]
    pub(crate) plot: PathBuf,

    /// Resident memory at which a process is killed, in MiB [default: in proportion to the calls, 512 for ten million]
    #[arg(long, value_name = "MIB", value_parser = clap::value_parser!(u64).range(16..=1_048_576))]
    limit: Option<u64>,

    /// Decides which call meets which end; the same seed gives the same calls
    #[arg(long, value_name = "SEED", default_value_t = 1)]
    pub(crate) seed: u64,

    /// What a process is started with that makes the calls of one handler
    #[arg(long, hide = true)]
    pub(crate) handler: Option<Handler>,

    /// Calls that were made before it was started
    #[arg(long, hide = true, default_value_t = 0)]
    pub(crate) made: u64,
}

impl Args {
    /// In bytes.
    pub(crate) fn limit(&self) -> u64 {
        // What a process takes by itself is far below the first of the two.
        self.limit.map_or(16 * MIB + self.calls * 496 * MIB / 10_000_000, |limit| limit * MIB)
    }
}

#[cfg(test)]
mod tests {
    use super::{Args, MIB};
    use clap::{CommandFactory as _, Parser as _};

    #[test]
    fn command_line_is_consistent() {
        Args::command().debug_assert();
    }

    #[test]
    fn limit_grows_with_the_calls() {
        for (calls, limit) in [("10000000", 512), ("5000000", 264), ("1000", 16)] {
            assert_eq!(Args::parse_from(["soak", "--calls", calls]).limit() / MIB, limit);
        }
        assert_eq!(Args::parse_from(["soak", "--limit", "100"]).limit(), 100 * MIB);
    }
}
