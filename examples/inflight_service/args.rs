//! The command line, and errors in its values that show only at run time.

use crate::open_files;
use clap::{CommandFactory as _, Parser, error::ErrorKind};
use std::{
    fmt::Display,
    net::{Ipv4Addr, TcpListener},
    ops::RangeInclusive,
    str::FromStr,
};

/// Puts load on a service with two handlers, one with the original bug and one annotated, and prints the entries that each
/// leaks.
///
/// Of the requests to each handler, 70 % succeed, 10 % fail through `?`, 5 % return early, 5 % panic, and 10 % are abandoned:
/// the client disconnects while the handler waits. Exit status: 0 if the annotated handler leaks no entry, 1 if it does or if
/// a call did not end as requested, 2 for an invalid value.
#[derive(Debug, Parser)]
#[command(name = "inflight_service")]
pub(crate) struct Args {
    /// Requests to send, half of them to each handler
    #[arg(long, value_name = "N", default_value_t = 20_000)]
    #[arg(value_parser = |text: &str| number(text, 1..=1_000_000_u32), allow_negative_numbers = true)]
    pub(crate) requests: u32,

    /// Requests in flight at a time
    #[arg(long, value_name = "N", default_value_t = 64)]
    #[arg(value_parser = |text: &str| number(text, 1..=4_096_u16), allow_negative_numbers = true)]
    pub(crate) concurrency: u16,

    /// Port to listen on, on 127.0.0.1; 0 selects a free one
    #[arg(long, value_name = "PORT", default_value_t = 0)]
    #[arg(value_parser = |text: &str| number(text, 0..=u16::MAX), allow_negative_numbers = true)]
    port: u16,

    /// Seed of the random order of the requests; the same seed gives the same order
    #[arg(long, value_name = "SEED", default_value_t = 1)]
    #[arg(value_parser = |text: &str| number(text, 0..=u64::MAX), allow_negative_numbers = true)]
    pub(crate) seed: u64,
}

impl Args {
    /// Checks that the load can run, and opens the port.
    ///
    /// # Errors
    ///
    /// Returns an error, in clap's format, for a value that turns out to be invalid at run time.
    pub(crate) fn listen(&self) -> Result<TcpListener, clap::Error> {
        open_files::check(self.concurrency)
            .map_err(|reason| wrong_value(&self.concurrency, "--concurrency <N>", &reason))?;
        TcpListener::bind((Ipv4Addr::LOCALHOST, self.port)).map_err(|error| {
            wrong_value(&self.port, "--port <PORT>", &format!("127.0.0.1:{} cannot be opened: {error}", self.port))
        })
    }
}

/// Parses a number. All errors have one message with the accepted range, which clap's own messages lack.
fn number<T: FromStr + PartialOrd + Display>(text: &str, accepted: RangeInclusive<T>) -> Result<T, String> {
    let number = text.parse().ok().filter(|number| accepted.contains(number));
    number.ok_or_else(|| format!("expected a number from {} to {}", accepted.start(), accepted.end()))
}

fn wrong_value(value: &dyn Display, option: &str, reason: &str) -> clap::Error {
    Args::command().error(ErrorKind::ValueValidation, format!("invalid value '{value}' for '{option}': {reason}"))
}

#[cfg(test)]
mod tests {
    use super::Args;
    use clap::{CommandFactory as _, Parser as _};

    #[test]
    fn command_line_is_consistent() {
        Args::command().debug_assert();
    }

    #[test]
    fn port_that_is_in_use_is_a_wrong_value() {
        let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = taken.local_addr().unwrap().port().to_string();
        let error = Args::parse_from(["inflight_service", "--port", &port]).listen().unwrap_err();
        assert_eq!(error.exit_code(), 2);
        let message = error.to_string();
        assert!(message.contains(&format!("invalid value '{port}' for '--port <PORT>'")), "{message}");
    }
}
