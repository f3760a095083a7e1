//! SARIF 2.1.0, which code scanning reads.

use super::title;
use crate::finding::{Class, Finding, Note};
use serde_json::{Value, json};
use std::{
    io::{self, Write},
    path::Path,
};

pub(crate) fn sarif(out: &mut impl Write, findings: &[&Finding]) -> io::Result<()> {
    let rules: Vec<_> = Class::ALL.iter().map(|class| json!({ "id": class.name() })).collect();
    let results: Vec<_> = findings.iter().map(|finding| result(finding)).collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "cargo-scoped-entry",
                "version": env!("CARGO_PKG_VERSION"),
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "rules": rules,
            } },
            "results": results,
        }],
    });
    writeln!(out, "{}", serde_json::to_string_pretty(&log)?)
}

fn result(finding: &Finding) -> Value {
    let related: Vec<_> =
        finding.removed.iter().chain(&finding.missed).map(|note| location(&finding.path, note)).collect();
    let code = finding.proposal.code.as_ref().map(|code| format!("\n{code}")).unwrap_or_default();
    json!({
        "ruleId": finding.class.name(),
        "level": "warning",
        "message": { "text": format!("{}. {}{code}", title(finding), finding.proposal.text) },
        "locations": [location(&finding.path, &finding.inserted)],
        "relatedLocations": related,
        // The same finding after lines have moved.
        "partialFingerprints": {
            "place/v1": format!("{}:{}:{}", finding.function, finding.place, finding.class.name()),
        },
    })
}

fn location(path: &Path, note: &Note) -> Value {
    let path = path.strip_prefix(".").unwrap_or(path);
    json!({
        "physicalLocation": {
            "artifactLocation": { "uri": path.display().to_string().replace('\\', "/") },
            "region": {
                "startLine": note.at.line,
                "startColumn": note.at.column + 1,
                "endColumn": note.at.column + 1 + note.at.length.max(1),
            },
        },
        "message": { "text": note.text },
    })
}
