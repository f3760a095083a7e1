//! What is said of several rounds of the same measurement.

/// The smallest and the middle of several figures.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figures {
    /// What it can do undisturbed.
    pub min: f64,
    /// What it does as a rule. Of an even number of figures, the mean of the two in the middle.
    pub median: f64,
}

/// Sums up the rounds, or `None` if there was none.
#[must_use]
pub fn figures(rounds: &[f64]) -> Option<Figures> {
    let mut sorted = rounds.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    let median =
        if sorted.len() % 2 == 1 { sorted[middle] } else { f64::midpoint(*sorted.get(middle)?, sorted[middle - 1]) };
    Some(Figures { min: sorted[0], median })
}

/// Sums up how many times `base` each round is.
///
/// Figures of the same round are compared, so that what disturbed a round disturbed both.
#[must_use]
pub fn ratios(rounds: &[f64], base: &[f64]) -> Option<Figures> {
    figures(&rounds.iter().zip(base).map(|(round, base)| round / base).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::{Figures, figures, ratios};

    #[test]
    fn median_is_the_one_in_the_middle() {
        assert_eq!(figures(&[5.0, 1.0, 90.0]), Some(Figures { min: 1.0, median: 5.0 }));
    }

    #[test]
    fn median_of_an_even_number_lies_between_two() {
        assert_eq!(figures(&[4.0, 1.0, 90.0, 2.0]), Some(Figures { min: 1.0, median: 3.0 }));
    }

    #[test]
    fn nothing_was_measured_in_no_rounds() {
        assert_eq!(figures(&[]), None);
    }

    #[test]
    fn rounds_are_compared_one_by_one() {
        // Each round disturbed both alike; of the medians, 20 and 30, the ratio would be another.
        assert_eq!(ratios(&[10.0, 20.0, 90.0], &[20.0, 30.0, 100.0]), Some(Figures { min: 0.5, median: 2.0 / 3.0 }));
    }
}
