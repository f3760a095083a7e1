//! Shows the progress and the current number of entries: as a bar on a terminal, as lines elsewhere.

use crate::{app::App, grouped::grouped};
use indicatif::{ProgressBar, ProgressState, ProgressStyle};
use std::{
    fmt,
    io::{self, IsTerminal as _},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

/// Writes to standard error; the table goes to standard output.
pub(crate) enum Progress {
    Bar(ProgressBar),
    Lines { total: u64, done: AtomicU64, app: Arc<App> },
}

impl Progress {
    pub(crate) fn new(total: usize, app: Arc<App>) -> Self {
        let total = total as u64;
        if !io::stderr().is_terminal() {
            return Self::Lines { total, done: AtomicU64::new(0), app };
        }
        let template = "{wide_bar} {human_pos}/{human_len}, live: {entries}";
        let style = ProgressStyle::with_template(template).expect("the template is well-formed").with_key(
            "entries",
            move |_: &ProgressState, text: &mut dyn fmt::Write| {
                // An error is ignored: the next draw writes the text again.
                _ = text.write_str(&entries(&app));
            },
        );
        Self::Bar(ProgressBar::new(total).with_style(style))
    }

    /// Counts another request that has ended.
    pub(crate) fn advance(&self) {
        match self {
            Self::Bar(bar) => bar.inc(1),
            Self::Lines { total, done, app } => {
                let done = done.fetch_add(1, Ordering::Relaxed) + 1;
                // Print a line if this request completes another tenth.
                if done * 10 / total > (done - 1) * 10 / total {
                    let (percent, done, total) = (done * 100 / total, grouped(done), grouped(*total));
                    eprintln!("{percent:>3} %: {done} of {total} requests, live entries: {}", entries(app));
                }
            }
        }
    }

    pub(crate) fn finish(&self) {
        if let Self::Bar(bar) = self {
            bar.finish();
            // A finished bar leaves the cursor in its line.
            eprintln!("\n");
        }
    }
}

fn entries(app: &App) -> String {
    format!("{} by hand, {} annotated", grouped(app.by_hand.len() as u64), grouped(app.annotated.len() as u64))
}
