//! One crate, tried in all its variants.

use crate::{
    cargo::{Cargo, Ended},
    compare::{self, Trial},
    entries::Entries,
    list::Subject,
    messages::Messages,
    outcomes::Outcomes,
    variant::{Annotation, Kind, Place, Variant},
};
use anyhow::Result;
use std::{collections::BTreeSet, fs, path::Path};

/// What is known of a crate in the end.
pub(crate) struct Verdict {
    pub(crate) subject: Subject,
    pub(crate) annotation: Annotation,
    pub(crate) entries: Entries,
    pub(crate) passed: (usize, usize),
    pub(crate) warnings: usize,
    /// All that is wrong; nothing if all is well.
    pub(crate) differences: Vec<String>,
    pub(crate) instrumented: Option<Instrumented>,
}

/// What `#[tracing::instrument]` does to it.
pub(crate) struct Instrumented {
    pub(crate) errors: usize,
    pub(crate) differing_messages: usize,
    pub(crate) differing_tests: usize,
    pub(crate) differences: Vec<String>,
}

impl Instrumented {
    pub(crate) fn is_same(&self) -> bool {
        self.differences.is_empty()
    }
}

pub(crate) fn try_out(subject: &Subject, published: &Path, cargo: &Cargo<'_>, instrument: bool) -> Result<Verdict> {
    let place = Place { published, work: cargo.work, is_instrumented: instrument, refused: &BTreeSet::new() };
    let (untouched, _) = Variant::create(Kind::Untouched, subject, &place, &BTreeSet::new())?;
    let before = trial(&untouched, subject, cargo)?;
    let mut verdict = Verdict {
        subject: subject.clone(),
        annotation: Annotation::default(),
        entries: Entries::default(),
        passed: (passed(&before), 0),
        warnings: before.messages.warnings,
        differences: faults_of(&before),
        instrumented: None,
    };
    if before.ran.is_none() {
        return Ok(verdict);
    }
    let compiled = &before.messages.files;

    let (variant, annotation) = Variant::create(Kind::Entered, subject, &place, compiled)?;
    variant.locked_as(&untouched)?;
    let after = trial(&variant, subject, cargo)?;
    verdict.passed.1 = passed(&after);
    let differences = &mut verdict.differences;
    differences.extend(compare::messages(&before.messages, &after.messages));
    differences.extend(compare::runs(&before, &after));
    differences.extend(annotation.unread.iter().map(|file| format!("{} cannot be read", file.display())));
    if after.ran.is_some() {
        verdict.entries = Entries::read(&variant.workspace.join("reports"))?;
        differences.extend(compare::entries(&verdict.entries, &annotation, subject));
    }
    verdict.annotation = annotation;

    if instrument {
        let (variant, _) = Variant::create(Kind::Instrumented, subject, &place, compiled)?;
        variant.locked_as(&untouched)?;
        let after = trial(&variant, subject, cargo)?;
        let messages = compare::messages(&before.messages, &after.messages);
        let runs = compare::runs(&before, &after);
        verdict.instrumented = Some(Instrumented {
            errors: after.messages.errors,
            differing_messages: messages.len(),
            differing_tests: runs.len(),
            differences: messages.into_iter().chain(runs).collect(),
        });
    }
    Ok(verdict)
}

/// A crate that does not work as it is can show nothing.
fn faults_of(before: &Trial) -> Vec<String> {
    match &before.ran {
        None => vec![format!("untouched, it was not built: {:?}", before.built)],
        Some((Ended::TooLate, _)) => vec![String::from("untouched, its tests take too long")],
        Some((_, outcomes)) if outcomes.passed() == 0 => vec![String::from("untouched, it passes no test")],
        Some((_, outcomes)) if !outcomes.is_whole() => {
            vec![String::from("untouched, its tests' lines and their summary do not agree")]
        }
        Some(_) => Vec::new(),
    }
}

fn passed(trial: &Trial) -> usize {
    trial.ran.as_ref().map_or(0, |(_, outcomes)| outcomes.passed())
}

fn trial(variant: &Variant, subject: &Subject, cargo: &Cargo<'_>) -> Result<Trial> {
    let (built, json) = cargo.build(variant, subject)?;
    let messages = Messages::read(&json, &variant.workspace, &variant.package)?;
    let ran = if built == Ended::Well {
        let (ended, log) = cargo.run_tests(variant, subject)?;
        Some((ended, Outcomes::read(&log)))
    } else {
        None
    };
    Ok(Trial { built, messages, ran })
}

impl Variant {
    /// The very versions that the other one was built with.
    pub(crate) fn locked_as(&self, other: &Self) -> Result<()> {
        fs::copy(other.workspace.join("Cargo.lock"), self.workspace.join("Cargo.lock"))?;
        Ok(())
    }
}
