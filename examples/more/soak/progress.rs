//! Shows the progress of a handler's calls: as a bar on a terminal, as lines elsewhere.

use crate::{
    grouped::grouped,
    samples::{MIB, Sample},
    service::Handler,
};
use indicatif::{ProgressBar, ProgressStyle};
use std::{
    cell::Cell,
    io::{self, IsTerminal as _},
};

/// Writes to standard error; the report goes to standard output.
pub(crate) enum Progress {
    Bar(ProgressBar),
    Lines { handler: Handler, total: u64, tenths: Cell<u64> },
}

impl Progress {
    pub(crate) fn new(handler: Handler, total: u64) -> Self {
        if !io::stderr().is_terminal() {
            return Self::Lines { handler, total, tenths: Cell::new(0) };
        }
        let template = "{prefix:9} {wide_bar} {human_pos}/{human_len} calls, {msg}";
        let style = ProgressStyle::with_template(template).expect("the template is well-formed");
        Self::Bar(ProgressBar::new(total).with_style(style).with_prefix(handler.name()))
    }

    pub(crate) fn at(&self, Sample { calls, resident }: Sample) {
        let memory = format!("{} MiB", resident / MIB);
        match self {
            Self::Bar(bar) => {
                bar.set_message(memory);
                bar.set_position(calls);
            }
            Self::Lines { handler, total, tenths } => {
                let reached = (calls * 10 / total).min(10);
                if reached > tenths.replace(reached) {
                    let (name, percent, calls) = (handler.name(), reached * 10, grouped(calls));
                    eprintln!("{name:9} {percent:>3} %: {calls} calls, {memory}");
                }
            }
        }
    }

    pub(crate) fn finish(&self) {
        if let Self::Bar(bar) = self {
            bar.finish();
            // A finished bar leaves the cursor in its line.
            eprintln!();
        }
    }
}
