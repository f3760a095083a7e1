//! Which functions of a crate the attribute refuses without `until = return`, since they return something lazy.

use crate::{
    annotate::Annotated,
    cargo::{Cargo, Ended},
    list::Subject,
    messages::{self, Messages},
    variant::{Kind, Place, Variant},
};
use anyhow::{Result, ensure};
use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

pub(crate) struct Refusals {
    pub(crate) functions: usize,
    pub(crate) refused: Vec<Refusal>,
    /// Errors that are no refusals: the attribute has broken something.
    pub(crate) others: Vec<String>,
}

pub(crate) struct Refusal {
    pub(crate) file: PathBuf,
    pub(crate) function: Annotated,
    pub(crate) message: String,
}

/// Builds the crate until no function is refused any more: those that were get `until = return`. One build does not show all
/// of them, since the compiler checks no types if a macro has reported an error.
pub(crate) fn find(subject: &Subject, published: &Path, cargo: &Cargo<'_>) -> Result<Refusals> {
    let mut numbers = BTreeSet::new();
    let place = Place { published, work: cargo.work, is_instrumented: false, refused: &numbers };
    let (untouched, _) = Variant::create(Kind::Untouched, subject, &place, &BTreeSet::new())?;
    let (built, json) = cargo.build(&untouched, subject)?;
    ensure!(built == Ended::Well, "untouched, it was not built: {built:?}");
    let compiled = Messages::read(&json, &untouched.workspace, &untouched.package)?.files;
    let mut refused = Vec::new();
    loop {
        let place = Place { published, work: cargo.work, is_instrumented: false, refused: &numbers };
        let (variant, annotation) = Variant::create(Kind::Judged, subject, &place, &compiled)?;
        variant.locked_as(&untouched)?;
        let (built, json) = cargo.build(&variant, subject)?;
        let functions = annotation.functions.len();
        if built == Ended::Well {
            return Ok(Refusals { functions, refused, others: Vec::new() });
        }
        let errors = messages::errors(&json, &variant.workspace, &variant.package)?;
        let before = numbers.len();
        for error in errors.iter().filter(|error| is_refusal(&error.message)) {
            let at = error.at.as_ref().and_then(|(file, line)| annotation.function_at(file, *line));
            if let Some(number) = at.filter(|number| numbers.insert(*number)) {
                let (file, function) = annotation.functions[number].clone();
                refused.push(Refusal { file, function, message: error.message.clone() });
            }
        }
        if numbers.len() == before {
            let place = |at: &(PathBuf, usize)| format!("{}:{}: ", at.0.display(), at.1);
            let describe = |error: &messages::Error| error.at.as_ref().map(place).unwrap_or_default() + &error.message;
            let mut others: Vec<_> = errors.iter().map(describe).collect();
            others.push(format!("it was not built: {built:?}"));
            return Ok(Refusals { functions, refused, others });
        }
    }
}

/// Whether the message is one of those about return types.
fn is_refusal(message: &str) -> bool {
    message.contains("the entry would end") || message.starts_with("`#[track_caller]` is not supported here")
}

pub(crate) fn print(subject: &Subject, found: &Refusals) {
    println!(
        "{} {}: {} of {} functions refused, {} other errors",
        subject.name,
        subject.version,
        found.refused.len(),
        found.functions,
        found.others.len()
    );
    for Refusal { file, function, message } in &found.refused {
        println!("  {}:{} {}: {message}", file.display(), function.line, function.name);
    }
    for other in &found.others {
        println!("  NOT A REFUSAL: {other}");
    }
}
