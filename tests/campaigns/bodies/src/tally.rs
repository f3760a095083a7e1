//! How often each construct was written.

use std::{collections::BTreeMap, fmt::Write as _};

/// Constructs, with how often each was written.
#[derive(Debug, Default)]
pub struct Tally(BTreeMap<&'static str, usize>);

/// All of them: one that is never written is missed.
const CONSTRUCTS: [&str; 72] = [
    "! never",
    "? on a Result",
    "? on an Option",
    "array",
    "assignment",
    "async block awaited",
    "async block dropped",
    "async block for later",
    "async block polled once",
    "await",
    "await of a value",
    "await of itself",
    "await of a variable",
    "block",
    "body of one expression",
    "body of one macro call",
    "boxed value",
    "break",
    "break with a value",
    "call of itself behind ?",
    "call of itself from a destructor",
    "call of itself that holds once more",
    "call of itself that is refused",
    "call of itself with another key",
    "call of itself with its own key",
    "change",
    "closure called",
    "closure for later",
    "condition of temporaries",
    "conditional declaration",
    "continue",
    "drop",
    "early return that moves",
    "empty body",
    "enter!",
    "enter! that is refused",
    "extended temporary",
    "for by reference",
    "for over numbers",
    "for over values",
    "function inside",
    "give",
    "hold in a temporary",
    "hold in a variable",
    "if",
    "if let",
    "if let of a temporary",
    "inner attribute",
    "labelled block",
    "let",
    "let _ = temporary",
    "let _ = variable",
    "let else",
    "loop",
    "match guard",
    "match of a number",
    "match of a temporary",
    "match of a tuple",
    "move of a part",
    "move of a variable",
    "mut borrow",
    "panic",
    "pattern",
    "replace",
    "return",
    "return from inside",
    "shadowing",
    "temporary",
    "temporary in a call",
    "vec",
    "while",
    "while let",
];

impl Tally {
    pub(crate) fn count(&mut self, construct: &'static str) {
        debug_assert!(CONSTRUCTS.contains(&construct), "`{construct}` is missing in the list of constructs");
        *self.0.entry(construct).or_default() += 1;
    }

    pub(crate) fn add(&mut self, other: &Self) {
        for (construct, count) in &other.0 {
            *self.0.entry(construct).or_default() += count;
        }
    }

    /// Those that were never written.
    #[must_use]
    pub fn missing(&self) -> Vec<&'static str> {
        CONSTRUCTS.into_iter().filter(|construct| !self.0.contains_key(construct)).collect()
    }

    /// As rows of constants, for the generated crate.
    pub(crate) fn written(&self) -> String {
        let mut text = String::new();
        for (construct, count) in &self.0 {
            let _ = write!(text, "({construct:?}, {count}), ");
        }
        text
    }
}
