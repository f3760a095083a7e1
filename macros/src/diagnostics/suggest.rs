//! "Did you mean …?"

/// The candidate that `found` is most likely a misspelling of, if there is one.
pub(crate) fn closest<'a>(found: &str, candidates: &[&'a str]) -> Option<&'a str> {
    let (distance, candidate) = candidates.iter().map(|candidate| (edits(found, candidate), *candidate)).min()?;
    (distance <= (candidate.len() / 3).max(1)).then_some(candidate)
}

/// The number of insertions, deletions, substitutions and swaps of neighbours that turn one into the other.
fn edits(from: &str, to: &str) -> usize {
    let (from, to): (Vec<char>, Vec<char>) = (from.chars().collect(), to.chars().collect());
    let mut rows = vec![vec![0; to.len() + 1]; from.len() + 1];
    for i in 0..=from.len() {
        for j in 0..=to.len() {
            rows[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let substituted = rows[i - 1][j - 1] + usize::from(from[i - 1] != to[j - 1]);
                let shifted = 1 + rows[i - 1][j].min(rows[i][j - 1]);
                let swaps = i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1];
                let swapped = if swaps { 1 + rows[i - 2][j - 2] } else { usize::MAX };
                substituted.min(shifted).min(swapped)
            };
        }
    }
    rows[from.len()][to.len()]
}

#[cfg(test)]
mod tests {
    use super::closest;

    #[test]
    fn a_misspelling_leads_to_its_argument_and_a_stranger_to_none() {
        let names = ["map", "key", "value", "occupied", "hold", "guard", "until", "crate"];
        assert_eq!(closest("valeu", &names), Some("value"));
        assert_eq!(closest("mpa", &names), Some("map"));
        assert_eq!(closest("maps", &names), Some("map"));
        assert_eq!(closest("occuppied", &names), Some("occupied"));
        assert_eq!(closest("gaurd", &names), Some("guard"));
        // A third of the letters may be wrong, and in a short name one letter.
        assert_eq!(closest("cupied", &names), Some("occupied"));
        assert_eq!(closest("upied", &names), None);
        assert_eq!(closest("gaudr", &names), None);
        assert_eq!(closest("mpaz", &names), None);
        assert_eq!(closest("zmpa", &names), None);
        assert_eq!(closest("timeout", &names), None);
        assert_eq!(closest("id", &names), None);
    }
}
