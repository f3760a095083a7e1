//! What came of a run, and whether all is well. How it looks is for [`crate::table`].

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
    /// What the client saw.
    pub(crate) seen: Seen,
    /// What the service saw.
    pub(crate) endings: PerRoute<PerFate<u64>>,
    /// After the server has drained.
    pub(crate) entries: PerRoute<Entries>,
    pub(crate) took: Duration,
    pub(crate) concurrency: u16,
    pub(crate) seed: u64,
}

impl Report {
    /// The table to standard output, what is wrong to standard error, and the exit status that goes with them.
    pub(crate) fn print(&self) -> ExitCode {
        print!("{self}");
        let faults = self.faults();
        for fault in &faults {
            eprintln!("error: {fault}");
        }
        if faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }

    /// All that is wrong. What was left by hand is not: it is what this program is there to show.
    fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let left = self.entries.annotated.live;
        if left > 0 {
            faults.push(format!("live entries left by the annotated handler: {}", grouped(left as u64)));
        }
        if let Some(error) = &self.seen.first_error {
            let unexpected = Route::ALL.map(|route| self.seen.unexpected[route]).iter().sum();
            faults.push(format!("requests that did not end as asked: {}, first: {error}", grouped(unexpected)));
        }
        if let Some(Err(error)) = &self.seen.listed {
            faults.push(format!("GET /inflight: {error}"));
        }
        for route in Route::ALL {
            for fate in Fate::ALL {
                let (client, service) = (self.seen.outcomes[route][fate], self.endings[route][fate]);
                // The service may count more: anybody can call it while it runs.
                if service < client {
                    faults.push(format!(
                        "{} requests that {}: {} as the client counts, {} as the service does",
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

    /// Of a run in which each handler met each fate once.
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
    fn what_is_left_by_hand_is_no_fault() {
        let mut report = report();
        report.entries.by_hand.live = 4;
        assert_eq!(report.faults(), [""; 0]);
    }

    #[test]
    fn annotated_entry_that_is_left_is_a_fault() {
        let mut report = report();
        report.entries.annotated.live = 1;
        assert_eq!(report.faults(), ["live entries left by the annotated handler: 1"]);
    }

    #[test]
    fn unexpected_ends_are_a_fault() {
        let mut report = report();
        report.seen.unexpected.by_hand = 2;
        report.seen.first_error = Some(String::from("hung up"));
        assert_eq!(report.faults(), ["requests that did not end as asked: 2, first: hung up"]);
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
        assert_eq!(
            report.faults(),
            ["annotated requests that panicked: 1 as the client counts, 0 as the service does"]
        );
    }
}
