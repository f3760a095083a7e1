//! Runs the audit over crates, and compares.

use crate::{Done, fetch::sources, table};
use cargo_scoped_entry::{Finding, read, source::list};
use std::{collections::BTreeMap, error::Error};

/// What the audit reports on a version: class, file, function, place and line.
struct Report {
    key: Key,
    line: u32,
}

/// What a report is known by: crate, class, file, function, place.
type Key = [String; 5];

fn audit(name: &str, version: &str, all: bool) -> Result<(Vec<Report>, usize), Box<dyn Error>> {
    let folder = sources(name, version)?;
    let read = read(&list(std::slice::from_ref(&folder), false)?, false, all, || ());
    let report = |finding: &Finding| {
        let file = finding.path.strip_prefix(&folder).unwrap_or(&finding.path).display().to_string();
        let class = finding.class.name().to_owned();
        let key = [name.to_owned(), class, file, finding.function.clone(), finding.place.clone()];
        Report { key, line: finding.inserted.at.line }
    };
    Ok((read.findings.iter().map(report).collect(), read.lines))
}

/// Whether the known leaks are found.
pub(crate) fn known() -> Done {
    let leaks = table::read::<6>("known.tsv")?;
    let (mut found, mut required_missing) = (0, 0);
    for [name, version, class, file, function, required] in &leaks {
        let (reports, _) = audit(name, version, true)?;
        let is = reports
            .iter()
            .any(|report| report.key[1] == *class && report.key[2] == *file && report.key[3] == *function);
        found += usize::from(is);
        required_missing += usize::from(!is && required == "yes");
        println!("{} {name} {version}: {class} in {file}, `{function}`", if is { "found " } else { "missed" });
    }
    println!("{found} of {} known leaks are found", leaks.len());
    Ok(required_missing == 0)
}

/// Whether the reports are those that are written down.
pub(crate) fn corpus(names: &[String], print: bool) -> Done {
    let crates = table::read::<3>("crates.tsv")?;
    let mut judged: BTreeMap<Key, usize> = BTreeMap::new();
    for [_, name, class, file, function, place, ..] in table::read::<8>("reports.tsv")? {
        if names.is_empty() || names.contains(&name) {
            *judged.entry([name, class, file, function, place]).or_default() += 1;
        }
    }
    let (mut tried, mut lines, mut reports, mut new) = (0, 0, 0, 0);
    for [set, name, version] in &crates {
        if !names.is_empty() && !names.contains(name) {
            continue;
        }
        let (found, read) = audit(name, version, false)?;
        tried += 1;
        lines += read;
        for report in found {
            reports += 1;
            if let Some(count) = judged.get_mut(&report.key)
                && *count > 0
            {
                *count -= 1;
                continue;
            }
            new += 1;
            if print {
                println!("{set}\t{}\t?\t", report.key.join("\t"));
            } else {
                println!("new: {}, line {}", report.key.join(", "), report.line);
            }
        }
    }
    let gone: Vec<_> = judged.into_iter().filter(|(_, count)| *count > 0).collect();
    for (key, _) in &gone {
        println!("gone: {}", key.join(", "));
    }
    println!("{reports} reports in {lines} lines of {tried} crates; {new} new, {} gone", gone.len());
    Ok(new == 0 && gone.is_empty())
}
