//! Decides whether memory stayed flat.

use crate::samples::{MIB, Sample};

/// The maximum memory of each half of a run, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Halves {
    pub(crate) first: u64,
    pub(crate) second: u64,
}

impl Halves {
    /// Returns the maxima of a run of this number of calls, or `None` if a half has no sample.
    ///
    /// The first 5 % of the calls are the warm-up and belong to neither half. The other calls are divided into halves.
    pub(crate) fn of(samples: &[Sample], calls: u64) -> Option<Self> {
        let warm_up = calls / 20;
        let middle = warm_up + (calls - warm_up) / 2;
        let most = |from: u64, to: u64| {
            let within = samples.iter().filter(|sample| from < sample.calls && sample.calls <= to);
            within.map(|sample| sample.resident).max()
        };
        Some(Self { first: most(warm_up, middle)?, second: most(middle, u64::MAX)? })
    }

    /// Returns whether the second half is not above the first by both 2 % and 4 MiB.
    ///
    /// Both, because a few pages in a small process are no leak, and neither are a few percent in a large, noisy one. A leak
    /// soon exceeds both.
    pub(crate) fn are_flat(self) -> bool {
        let above = self.second.saturating_sub(self.first);
        above <= self.first / 50 || above <= 4 * MIB
    }
}

#[cfg(test)]
mod tests {
    use super::{Halves, MIB, Sample};

    /// Returns the halves of a run of 1,000 calls with 100 samples.
    fn run(resident: impl Fn(u64) -> u64) -> Halves {
        let samples: Vec<_> =
            (1..=100).map(|sample| Sample { calls: sample * 10, resident: resident(sample * 10) }).collect();
        Halves::of(&samples, 1_000).unwrap()
    }

    #[test]
    fn steady_memory_is_flat() {
        assert!(run(|_| 100 * MIB).are_flat());
    }

    #[test]
    fn falling_memory_is_flat() {
        assert!(run(|calls| (2_000 - calls) * MIB).are_flat());
    }

    #[test]
    fn climbing_memory_is_not_flat() {
        let halves = run(|calls| 8 * MIB + calls * MIB / 10);
        assert_eq!(halves, Halves { first: 60 * MIB, second: 108 * MIB });
        assert!(!halves.are_flat());
    }

    #[test]
    fn one_peak_in_the_second_half_is_not_flat() {
        assert!(!run(|calls| if calls == 700 { 50 * MIB } else { 10 * MIB }).are_flat());
    }

    #[test]
    fn warm_up_is_ignored() {
        // If it counted, the peak in the warm-up would hide the growth in the second half.
        let halves = run(|calls| {
            if calls <= 50 {
                900 * MIB
            } else if calls <= 525 {
                10 * MIB
            } else {
                20 * MIB
            }
        });
        assert_eq!(halves, Halves { first: 10 * MIB, second: 20 * MIB });
        assert!(!halves.are_flat());
    }

    #[test]
    fn middle_lies_between_warm_up_and_end() {
        assert_eq!(run(|calls| calls), Halves { first: 520, second: 1_000 });
    }

    #[test]
    fn growth_has_to_exceed_both_limits() {
        let are_flat = |first, second| Halves { first, second }.are_flat();
        // 40 % more, but exactly 4 MiB.
        assert!(are_flat(10 * MIB, 14 * MIB));
        assert!(!are_flat(10 * MIB, 14 * MIB + 1));
        // 10 MiB more, but exactly 2 %.
        assert!(are_flat(500 * MIB, 510 * MIB));
        assert!(!are_flat(500 * MIB, 510 * MIB + 1));
    }

    #[test]
    fn half_without_a_sample_cannot_be_judged() {
        let samples = [Sample { calls: 10, resident: 1 }, Sample { calls: 900, resident: 1 }];
        assert_eq!(Halves::of(&samples, 1_000), None);
        assert_eq!(Halves::of(&[], 1_000), None);
    }
}
