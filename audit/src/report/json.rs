//! An array of objects.

use super::title;
use crate::finding::{Finding, Note};
use serde_json::{Value, json};
use std::io::{self, Write};

pub(crate) fn json(out: &mut impl Write, findings: &[&Finding]) -> io::Result<()> {
    let findings: Vec<_> = findings.iter().map(|finding| object(finding)).collect();
    writeln!(out, "{}", serde_json::to_string_pretty(&findings)?)
}

fn object(finding: &Finding) -> Value {
    let notes = |notes: &[Note]| notes.iter().map(note).collect::<Vec<_>>();
    json!({
        "class": finding.class,
        "title": title(finding),
        "package": finding.krate,
        "file": finding.path,
        "function": finding.function,
        "place": finding.place,
        "inserted": note(&finding.inserted),
        "removed": notes(&finding.removed),
        "missed": notes(&finding.missed),
        "help": finding.proposal.text,
        "code": finding.proposal.code,
    })
}

fn note(note: &Note) -> Value {
    json!({ "line": note.at.line, "column": note.at.column + 1, "text": note.text })
}
