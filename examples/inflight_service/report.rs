//! The result of a run, and its faults. [`crate::table`] formats it.

use crate::{
    app::Entries,
    fate::{Fate, PerFate},
    grouped::grouped,
    load::Seen,
    route::{PerRoute, Route},
};
use std::{process::ExitCode, time::Duration};

#[derive(Debug)]
pub(crate) struct Report {
    /// What the clients saw.
    pub(crate) seen: Seen,
    /// What the service saw.
    pub(crate) endings: PerRoute<PerFate<u64>>,
    /// The entries after the server has drained.
    pub(crate) entries: PerRoute<Entries>,
    pub(crate) took: Duration,
    pub(crate) concurrency: u16,
    pub(crate) seed: u64,
}

impl Report {
    /// Prints the table to standard output and the faults to standard error, and returns the exit status.
    pub(crate) fn print(&self) -> ExitCode {
        print!("{self}");
        let faults = self.faults();
        for fault in &faults {
            eprintln!("error: {fault}");
        }
        if faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }

    /// Returns all faults. Entries leaked by the other handler are no fault: the program exists to show them.
    fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let left = self.entries.annotated.live;
        if left > 0 {
            faults.push(format!("entries leaked by the annotated handler: {}", grouped(left as u64)));
        }
        if let Some(error) = &self.seen.first_error {
            let unexpected = Route::ALL.map(|route| self.seen.unexpected[route]).iter().sum();
            faults.push(format!("requests that did not end as requested: {}, first: {error}", grouped(unexpected)));
        }
        if let Some(Err(error)) = &self.seen.listed {
            faults.push(format!("GET /inflight: {error}"));
        }
        for route in Route::ALL {
            for fate in Fate::ALL {
                let (client, service) = (self.seen.outcomes[route][fate], self.endings[route][fate]);
                // The service may count more, since other clients can call it while it runs.
                if service < client {
                    faults.push(format!(
                        "{} requests that {}: {} counted by the clients, {} by the service",
                        route.name(),
                        fate.outcome(),
                        grouped(client),
                        grouped(service),
                    ));
                }
            }
        }
        faults
    }
}

#[cfg(test)]
mod tests {
    use super::Report;
    use crate::{
        fate::{Fate, PerFate},
        load::Seen,
        route::{PerRoute, Route},
    };
    use std::time::Duration;

    /// Returns the report of a run with one call of each fate for each handler.
    fn report() -> Report {
        let once = PerRoute::from_fn(|_| PerFate::from_fn(|_| 1));
        Report {
            seen: Seen { outcomes: once, ..Seen::default() },
            endings: once,
            entries: PerRoute::default(),
            took: Duration::ZERO,
            concurrency: 1,
            seed: 1,
        }
    }

    #[test]
    fn entry_leaked_by_hand_is_no_fault() {
        let mut report = report();
        report.entries.by_hand.live = 4;
        assert_eq!(report.faults(), [""; 0]);
    }

    #[test]
    fn entry_leaked_by_the_annotated_handler_is_a_fault() {
        let mut report = report();
        report.entries.annotated.live = 1;
        assert_eq!(report.faults(), ["entries leaked by the annotated handler: 1"]);
    }

    #[test]
    fn unexpected_ends_are_a_fault() {
        let mut report = report();
        report.seen.unexpected.by_hand = 2;
        report.seen.first_error = Some(String::from("hung up"));
        assert_eq!(report.faults(), ["requests that did not end as requested: 2, first: hung up"]);
    }

    #[test]
    fn failed_listing_is_a_fault() {
        let mut report = report();
        report.seen.listed = Some(Err(String::from("answered 404")));
        assert_eq!(report.faults(), ["GET /inflight: answered 404"]);
    }

    #[test]
    fn only_calls_that_the_service_missed_are_a_fault() {
        let mut report = report();
        report.endings[Route::ByHand][Fate::Succeed] = 5;
        report.endings[Route::Annotated][Fate::Panic] = 0;
        assert_eq!(report.faults(), ["annotated requests that panicked: 1 counted by the clients, 0 by the service"]);
    }
}
