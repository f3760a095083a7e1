//! Annotations of a GitHub workflow: <https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands>.

use super::title;
use crate::finding::Finding;
use std::{
    fmt::Write as _,
    io::{self, Write},
};

pub(crate) fn github(out: &mut impl Write, findings: &[&Finding]) -> io::Result<()> {
    for finding in findings {
        let mut message = title(finding);
        for note in finding.removed.iter().chain(&finding.missed) {
            _ = write!(message, "\nline {}: {}", note.at.line, note.text);
        }
        _ = write!(message, "\n{}", finding.proposal.text);
        if let Some(code) = &finding.proposal.code {
            _ = write!(message, "\n{code}");
        }
        let file = property(&finding.path.display().to_string());
        let (line, column) = (finding.inserted.at.line, finding.inserted.at.column + 1);
        let class = finding.class.name();
        writeln!(out, "::warning file={file},line={line},col={column},title=scoped-entry {class}::{}", data(&message))?;
    }
    Ok(())
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
