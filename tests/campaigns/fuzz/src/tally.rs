//! What became of the inputs: whether a run gets deep, or dies at the door.

use crate::property::{Outcome, Verdict};
use std::{
    collections::BTreeMap,
    fmt,
    time::{Duration, Instant},
};

/// Counts of a run.
#[derive(Debug)]
pub struct Tally {
    started: Instant,
    /// By macro.
    inputs: BTreeMap<&'static str, Shares>,
    no_input: u64,
    expansions: u64,
    messages: BTreeMap<String, u64>,
    slowest: Option<(Duration, String)>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Shares {
    inputs: u64,
    accepted: u64,
    /// Of the accepted ones.
    code: u64,
}

impl Default for Tally {
    fn default() -> Self {
        Self {
            started: Instant::now(),
            inputs: BTreeMap::new(),
            no_input: 0,
            expansions: 0,
            messages: BTreeMap::new(),
            slowest: None,
        }
    }
}

impl Tally {
    /// One more, and how long it took; `None` is for a text that was no input.
    pub fn add(&mut self, text: &str, outcome: Option<&Outcome>, took: Duration) {
        let Some(outcome) = outcome else {
            self.no_input += 1;
            return;
        };
        let shares = self.inputs.entry(outcome.macro_name).or_default();
        shares.inputs += 1;
        self.expansions += outcome.expansions as u64;
        match &outcome.verdict {
            Verdict::Accepted { is_code } => {
                shares.accepted += 1;
                shares.code += u64::from(*is_code);
            }
            Verdict::Refused(messages) => {
                let mut kinds: Vec<_> = messages.iter().map(|message| kind(message)).collect();
                kinds.sort();
                kinds.dedup();
                for kind in kinds {
                    *self.messages.entry(kind).or_default() += 1;
                }
            }
        }
        if self.slowest.as_ref().is_none_or(|(slowest, _)| took > *slowest) {
            self.slowest = Some((took, String::from(text)));
        }
    }

    /// How many inputs there were.
    #[must_use]
    pub fn inputs(&self) -> u64 {
        self.total().inputs
    }

    /// How long it has been counting.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    /// Of a hundred inputs, how many were accepted.
    #[must_use]
    pub fn accepted(&self) -> f64 {
        percent(self.total().accepted, self.total().inputs)
    }

    /// In how many ways inputs were refused.
    #[must_use]
    pub fn kinds(&self) -> usize {
        self.messages.len()
    }

    fn total(&self) -> Shares {
        self.inputs.values().fold(Shares::default(), |sum, shares| Shares {
            inputs: sum.inputs + shares.inputs,
            accepted: sum.accepted + shares.accepted,
            code: sum.code + shares.code,
        })
    }
}

/// The message without what it is about.
fn kind(message: &str) -> String {
    let mut kind = String::new();
    for (index, part) in message.split('`').enumerate() {
        kind.push_str(if index % 2 == 0 { part } else { "…" });
    }
    match kind.char_indices().nth(70) {
        Some((end, _)) => format!("{}…", &kind[..end]),
        None => kind,
    }
}

#[expect(clippy::cast_precision_loss, reason = "for people")]
fn percent(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { 100.0 * part as f64 / whole as f64 }
}

impl fmt::Display for Tally {
    #[expect(clippy::cast_precision_loss, reason = "for people")]
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.elapsed().as_secs_f64();
        writeln!(
            formatter,
            "{} inputs in {seconds:.1} s ({:.0} a second), {} expansions; {} texts were no input",
            self.inputs(),
            self.inputs() as f64 / seconds,
            self.expansions,
            self.no_input,
        )?;
        let row = |formatter: &mut fmt::Formatter<'_>, name: &str, shares: Shares| {
            let Shares { inputs, accepted, code } = shares;
            let (accepted, code) = (percent(accepted, inputs), percent(code, accepted));
            writeln!(
                formatter,
                "{name:>14}: {inputs:>9} inputs, {accepted:>5.1} % accepted, {code:>5.1} % of these code"
            )
        };
        for (name, shares) in &self.inputs {
            row(formatter, name, *shares)?;
        }
        row(formatter, "all", self.total())?;
        if let Some((took, text)) = &self.slowest {
            writeln!(formatter, "slowest: {:.1} ms, for {text}", took.as_secs_f64() * 1e3)?;
        }
        let mut messages: Vec<_> = self.messages.iter().collect();
        messages.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        writeln!(formatter, "refused for {} kinds of reasons, among them, in % of inputs:", messages.len())?;
        for (message, count) in messages.into_iter().take(40) {
            writeln!(formatter, "{:>7.2}  {message}", percent(*count, self.inputs()))?;
        }
        Ok(())
    }
}
