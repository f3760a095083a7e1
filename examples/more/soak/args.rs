//! The command line.

use crate::{samples::MIB, service::Handler};
use clap::Parser;
use std::path::PathBuf;

/// Makes millions of calls that end in every possible way, and plots the memory of two handlers.
///
/// Half of the calls are async: 68 % of them succeed, 10 % fail through `?`, 5 % return early, 5 % panic, 6 % are cancelled,
/// 4 % time out and 2 % are never polled. The other half are sync; they succeed instead of the last three. Exit status: 0 if
/// the annotated handler's memory stays flat and its map is empty, 1 if not, 2 if a value is invalid or a call did not end as
/// requested.
///
/// Memory is flat if, after a warm-up of 5 % of the calls, the maximum of the second half is not above that of the first by
/// both 2 % and 4 MiB.
#[derive(Debug, Parser)]
#[command(name = "soak")]
pub(crate) struct Args {
    /// Number of calls of each handler
    #[arg(long, value_name = "N", default_value_t = 10_000_000)]
    #[arg(value_parser = clap::value_parser!(u64).range(1_000..=1_000_000_000))]
    pub(crate) calls: u64,

    /// Path of the plot, an SVG file
    #[arg(long, value_name = "PATH", default_value = "target/soak.svg")]
    pub(crate) plot: PathBuf,

    /// Resident memory at which a process is killed, in MiB [default: proportional to the calls, 512 for ten million]
    #[arg(long, value_name = "MIB", value_parser = clap::value_parser!(u64).range(16..=1_048_576))]
    limit: Option<u64>,

    /// Seed of the random order of the calls; the same seed gives the same order
    #[arg(long, value_name = "SEED", default_value_t = 1)]
    pub(crate) seed: u64,

    /// Set for a child process, which makes the calls of this handler
    #[arg(long, hide = true)]
    pub(crate) handler: Option<Handler>,

    /// Number of calls that earlier processes have made
    #[arg(long, hide = true, default_value_t = 0)]
    pub(crate) made: u64,
}

impl Args {
    /// Returns the memory limit in bytes.
    pub(crate) fn limit(&self) -> u64 {
        // 16 MiB is far above what a process needs without entries.
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
