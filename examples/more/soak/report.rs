//! The result of a run, and its faults.

use crate::{grouped::grouped, samples::MIB, verdict::Halves, watch::Watched};
use std::{path::PathBuf, process::ExitCode};

pub(crate) struct Report {
    pub(crate) calls: u64,
    pub(crate) by_hand: Watched,
    pub(crate) annotated: Watched,
    /// The memory limit in bytes.
    pub(crate) limit: u64,
    pub(crate) plot: PathBuf,
}

impl Report {
    /// Prints the figures to standard output and the faults to standard error, and returns the exit status.
    pub(crate) fn print(&self) -> ExitCode {
        let calls = grouped(self.calls);
        for (name, watched) in [("by hand", &self.by_hand), ("annotated", &self.annotated)] {
            let most = watched.samples().map(|sample| sample.resident).max().unwrap_or_default();
            let (most, kills, left) = (mib(most), watched.kills(), grouped(watched.left));
            println!(
                "{name:9}: {calls} calls, {most} at most, killed {kills} times at {}, then {left} entries remain",
                mib(self.limit)
            );
        }
        if let Some(Halves { first, second }) = self.halves() {
            println!("annotated: {} at most in the first half, {} in the second", mib(first), mib(second));
        }
        println!("the plot is {}", self.plot.display());

        let faults = self.faults();
        for fault in &faults {
            eprintln!("error: {fault}");
        }
        if faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }

    /// Returns all faults. Entries leaked by the other handler are no fault: the program exists to show them.
    fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        if self.annotated.left > 0 {
            faults.push(format!("entries leaked by the annotated handler: {}", grouped(self.annotated.left)));
        }
        if self.annotated.kills() > 0 {
            faults.push(format!("the annotated handler reached the limit of {}", mib(self.limit)));
        }
        match self.halves() {
            None => faults.push(String::from("too few samples to tell whether the annotated handler's memory is flat")),
            Some(halves) if !halves.are_flat() => faults.push(format!(
                "the annotated handler's memory is not flat: {} in the first half, {} in the second",
                mib(halves.first),
                mib(halves.second),
            )),
            Some(_) => {}
        }
        faults
    }

    fn halves(&self) -> Option<Halves> {
        let samples: Vec<_> = self.annotated.samples().copied().collect();
        Halves::of(&samples, self.calls)
    }
}

#[expect(clippy::cast_precision_loss, reason = "memory is far below 2^52 bytes")]
fn mib(bytes: u64) -> String {
    format!("{:.1} MiB", bytes as f64 / MIB as f64)
}

#[cfg(test)]
mod tests {
    use super::{MIB, Report};
    use crate::{samples::Sample, watch::Watched};

    /// Returns the samples of a handler with this memory, in MiB, in each tenth of 1,000 calls.
    fn watched(mebibytes: [u64; 10]) -> Watched {
        let samples = (1..).zip(mebibytes).map(|(tenth, taken)| Sample { calls: tenth * 100, resident: taken * MIB });
        Watched { processes: vec![samples.collect()], left: 0 }
    }

    const CLIMB: [u64; 10] = [10, 20, 30, 40, 50, 60, 70, 80, 90, 100];

    fn report(annotated: Watched) -> Report {
        let by_hand = Watched { left: 250, ..watched(CLIMB) };
        Report { calls: 1_000, by_hand, annotated, limit: 512 * MIB, plot: "soak.svg".into() }
    }

    #[test]
    fn memory_and_entries_of_the_handler_by_hand_are_no_fault() {
        assert_eq!(report(watched([8; 10])).faults(), [""; 0]);
    }

    #[test]
    fn annotated_handler_that_climbs_is_a_fault() {
        let faults = report(watched(CLIMB)).faults();
        assert_eq!(
            faults,
            ["the annotated handler's memory is not flat: 50.0 MiB in the first half, 100.0 MiB in the second"]
        );
    }

    #[test]
    fn entry_leaked_by_the_annotated_handler_is_a_fault() {
        let annotated = Watched { left: 1, ..watched([8; 10]) };
        assert_eq!(report(annotated).faults(), ["entries leaked by the annotated handler: 1"]);
    }

    #[test]
    fn annotated_process_that_was_killed_is_a_fault() {
        let mut annotated = watched([8; 10]);
        annotated.processes.insert(0, vec![Sample { calls: 50, resident: 512 * MIB }]);
        assert_eq!(report(annotated).faults(), ["the annotated handler reached the limit of 512.0 MiB"]);
    }

    #[test]
    fn run_without_samples_is_a_fault() {
        let annotated = Watched { processes: vec![Vec::new()], left: 0 };
        let faults = report(annotated).faults();
        assert_eq!(faults, ["too few samples to tell whether the annotated handler's memory is flat"]);
    }
}
