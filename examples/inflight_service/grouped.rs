//! Formats numbers.

/// Formats a number with commas between thousands.
pub(crate) fn grouped(number: u64) -> String {
    let (rest, last) = (number / 1_000, number % 1_000);
    if rest == 0 { last.to_string() } else { format!("{},{last:03}", grouped(rest)) }
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn thousands_are_separated() {
        assert_eq!([0, 999, 1_000, 1_000_067].map(grouped), ["0", "999", "1,000", "1,000,067"]);
    }
}
