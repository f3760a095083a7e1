//! What is printed: a row for each crate, and the totals.

use crate::{annotate::Reason, trial::Verdict};
use comfy_table::{CellAlignment, Table, presets};
use std::fmt::Write as _;

const COLUMNS: [&str; 11] = [
    "crate",
    "kind",
    "functions",
    "annotated",
    "`const`",
    "in macros",
    "called",
    "tests passed",
    "warnings",
    "entries",
    "left",
];

/// As Markdown, for a terminal and for the page.
pub(crate) fn of(verdicts: &[Verdict]) -> String {
    let mut table = Table::new();
    table.load_preset(presets::ASCII_MARKDOWN);
    let instrumented = verdicts.iter().any(|verdict| verdict.instrumented.is_some());
    let mut header: Vec<_> = COLUMNS.to_vec();
    header.push("`scoped_entry`");
    if instrumented {
        header.push("`instrument`");
    }
    table.set_header(header);
    for column in table.column_iter_mut().skip(2).take(COLUMNS.len() - 2) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    for verdict in verdicts {
        table.add_row(row(verdict, instrumented));
    }
    table.to_string()
}

fn row(verdict: &Verdict, instrumented: bool) -> Vec<String> {
    let Verdict { subject, annotation, entries, passed, warnings, .. } = verdict;
    let skipped = |reason| annotation.skipped.get(&reason).copied().unwrap_or(0);
    let functions = annotation.functions.len() + annotation.skipped.values().sum::<usize>();
    let mut row = vec![
        format!("{} {}", subject.name, subject.version),
        subject.kind.clone(),
        functions.to_string(),
        annotation.functions.len().to_string(),
        skipped(Reason::Const).to_string(),
        skipped(Reason::Macro).to_string(),
        entries.functions.len().to_string(),
        if passed.0 == passed.1 { passed.0.to_string() } else { format!("{} → {}", passed.0, passed.1) },
        warnings.to_string(),
        entries.entered.to_string(),
        entries.left.values().sum::<usize>().to_string(),
        if verdict.differences.is_empty() {
            String::from("the same")
        } else {
            format!("{} differences", verdict.differences.len())
        },
    ];
    if instrumented {
        row.push(match &verdict.instrumented {
            None => String::new(),
            Some(instrumented) if instrumented.is_same() => String::from("the same"),
            Some(instrumented) if instrumented.errors > 0 => format!("{} errors", instrumented.errors),
            Some(instrumented) => {
                format!("{} warnings, {} tests", instrumented.differing_messages, instrumented.differing_tests)
            }
        });
    }
    row
}

/// What the rows come to.
pub(crate) fn totals(verdicts: &[Verdict]) -> String {
    let annotated: usize = verdicts.iter().map(|verdict| verdict.annotation.functions.len()).sum();
    let called: usize = verdicts.iter().map(|verdict| verdict.entries.functions.len()).sum();
    let passed: usize = verdicts.iter().map(|verdict| verdict.passed.1).sum();
    let entered: u64 = verdicts.iter().map(|verdict| verdict.entries.entered).sum();
    let same = verdicts.iter().filter(|verdict| verdict.differences.is_empty()).count();
    let mut totals = format!(
        "{same} of {} crates are the same with `#[scoped_entry]` on {annotated} functions, of which their {passed} tests \
         call {called}, with {entered} entries.",
        verdicts.len()
    );
    let tried: Vec<_> = verdicts.iter().filter_map(|verdict| verdict.instrumented.as_ref()).collect();
    if !tried.is_empty() {
        let same = tried.iter().filter(|instrumented| instrumented.is_same()).count();
        let failed = tried.iter().filter(|instrumented| instrumented.errors > 0).count();
        let _ = write!(
            totals,
            "\nWith `#[tracing::instrument(skip_all)]` on the same functions {same} are, and {failed} do not compile."
        );
    }
    totals
}
