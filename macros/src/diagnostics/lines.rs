//! Splits a message into lines: the problem, then the reason and the fix.

/// Longer messages are split.
const MAX: usize = 100;

/// A `compile_error!` has no notes, so what would be a note is a line of the message.
///
/// ```text
/// a, so b: c; d   ─►   a, so b
///                      c
///                      d
/// ```
pub(super) fn split(message: &str) -> String {
    if message.chars().count() <= MAX {
        return message.to_owned();
    }
    let mut lines = pieces(message, "; ");
    if lines[0].chars().count() > MAX {
        let headline = pieces(lines[0], ": ");
        lines.splice(..1, headline);
    }
    lines.join("\n")
}

/// Splits at a separator that is not in code.
fn pieces<'a>(text: &'a str, separator: &str) -> Vec<&'a str> {
    let mut pieces = Vec::new();
    let mut rest = text;
    let mut from = 0;
    while let Some(at) = rest[from..].find(separator).map(|at| from + at) {
        let is_in_code = rest[..at].matches('`').count() % 2 == 1;
        if is_in_code {
            from = at + separator.len();
        } else {
            pieces.push(&rest[..at]);
            rest = &rest[at + separator.len()..];
            from = 0;
        }
    }
    pieces.push(rest);
    pieces
}

#[cfg(test)]
mod tests {
    use super::{MAX, split};

    #[test]
    fn a_long_message_is_split_where_its_advice_begins() {
        let long = "x".repeat(MAX);
        for (message, lines) in [
            ("a; b: c".to_owned(), "a; b: c".to_owned()),
            (format!("a: b; {long}"), format!("a: b\n{long}")),
            (format!("`a; b: c` d; {long}; e"), format!("`a; b: c` d\n{long}\ne")),
            (format!("a `b: c`: {long}; e"), format!("a `b: c`\n{long}\ne")),
            (format!("a `b {long}"), format!("a `b {long}")),
        ] {
            assert_eq!(split(&message), lines);
        }
    }
}
