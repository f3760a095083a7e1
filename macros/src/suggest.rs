//! "Did you mean".

/// The candidate that `found` is most likely a misspelling of, if there is one.
pub(crate) fn closest<'a>(found: &str, candidates: &[&'a str]) -> Option<&'a str> {
    let (distance, candidate) =
        candidates.iter().map(|candidate| (edit_distance(found, candidate), *candidate)).min()?;
    (distance <= candidate.len().max(found.len()) / 3).then_some(candidate)
}

/// Levenshtein's distance.
fn edit_distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (i, a) in from.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, b) in to.iter().enumerate() {
            let substituted = diagonal + usize::from(a != *b);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[to.len()]
}

#[cfg(test)]
mod tests {
    use super::closest;

    #[test]
    fn a_misspelling_leads_to_its_argument_and_a_stranger_to_none() {
        let names = ["map", "key", "value", "occupied", "guard", "crate"];
        assert_eq!(closest("valeu", &names), Some("value"));
        assert_eq!(closest("mpa", &names), None);
        assert_eq!(closest("maps", &names), Some("map"));
        assert_eq!(closest("ocupied", &names), Some("occupied"));
        assert_eq!(closest("timeout", &names), None);
    }
}
