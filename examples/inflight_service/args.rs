//! The command line, and the errors that only show when its values are put to use.

use crate::open_files;
use clap::{CommandFactory as _, Parser, error::ErrorKind};
use std::{
    fmt::Display,
    net::{Ipv4Addr, TcpListener},
    ops::RangeInclusive,
    str::FromStr,
};

/// Loads a service that has one handler with the original bug and one that is annotated, and shows what each leaves.
///
/// Of the requests to each handler 70 % succeed, 10 % fail through `?`, 5 % return early, 5 % panic and 10 % are
/// abandoned by the client in mid-await. Exit status: 0 if no annotated entry is left, 1 if one is or if a call did
/// not end as it was asked to, 2 for a wrong value.
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

    /// Port to listen on, on 127.0.0.1; 0 takes a free one
    #[arg(long, value_name = "PORT", default_value_t = 0)]
    #[arg(value_parser = |text: &str| number(text, 0..=u16::MAX), allow_negative_numbers = true)]
    port: u16,

    /// Decides which request meets which end; the same seed gives the same requests
    #[arg(long, value_name = "SEED", default_value_t = 1)]
    #[arg(value_parser = |text: &str| number(text, 0..=u64::MAX), allow_negative_numbers = true)]
    pub(crate) seed: u64,
}

impl Args {
    /// Opens the port, having made sure that the load can be run.
    ///
    /// # Errors
    ///
    /// A value that the command line could not know to be wrong, in the form in which it reports the others.
    pub(crate) fn listen(&self) -> Result<TcpListener, clap::Error> {
        open_files::check(self.concurrency)
            .map_err(|reason| wrong_value(&self.concurrency, "--concurrency <N>", &reason))?;
        TcpListener::bind((Ipv4Addr::LOCALHOST, self.port)).map_err(|error| {
            wrong_value(&self.port, "--port <PORT>", &format!("127.0.0.1:{} cannot be opened: {error}", self.port))
        })
    }
}

/// One message for all that is wrong with a number: clap's own say what was not a digit, but not what is accepted.
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
