//! What is different about a variant, in words.

use crate::{
    cargo::Ended, entries::Entries, list::Subject, messages::Messages, outcomes::Outcomes, variant::Annotation,
};
use std::collections::BTreeMap;

/// What a build and a run of a variant came to.
pub(crate) struct Trial {
    pub(crate) built: Ended,
    pub(crate) messages: Messages,
    /// `None` if it was not built.
    pub(crate) ran: Option<(Ended, Outcomes)>,
}

/// Each message that one of them has more often, marked as lost or new.
pub(crate) fn messages(before: &Messages, after: &Messages) -> Vec<String> {
    let of = |messages: &Messages, text: &str| messages.all.get(text).copied().unwrap_or(0);
    let lost = before.all.keys().filter(|text| of(after, text) < of(before, text)).map(|text| format!("lost: {text}"));
    let new = after.all.keys().filter(|text| of(after, text) > of(before, text)).map(|text| format!("new: {text}"));
    lost.chain(new).collect()
}

/// The tests whose outcome is another one, and whatever else cargo says differently.
pub(crate) fn runs(before: &Trial, after: &Trial) -> Vec<String> {
    let (Some((ended, before)), Some((ended_after, after))) = (&before.ran, &after.ran) else {
        return vec![String::from("it does not compile")];
    };
    let mut differences = Vec::new();
    if ended != ended_after {
        differences.push(format!("`cargo test` ended {ended_after:?} instead of {ended:?}"));
    }
    let of = |tests: &BTreeMap<_, String>, test| tests.get(test).cloned().unwrap_or_else(|| String::from("missing"));
    let mut names: Vec<_> = before.tests.keys().chain(after.tests.keys()).collect();
    names.sort();
    names.dedup();
    for name in names {
        let (was, is) = (of(&before.tests, name), of(&after.tests, name));
        if was != is {
            differences.push(format!("test {} {}: {was}, and now {is}", name.0, name.1));
        }
    }
    for target in after.failed_targets.iter().filter(|target| !before.failed_targets.contains(target)) {
        differences.push(format!("{target} failed"));
    }
    if !after.is_whole() {
        differences.push(String::from("the tests' lines and their summary do not agree"));
    }
    differences
}

/// What is wrong about the entries: some were left, or none was made.
pub(crate) fn entries(entries: &Entries, annotation: &Annotation, subject: &Subject) -> Vec<String> {
    let mut wrong = Vec::new();
    if entries.entered == 0 {
        wrong.push(String::from("no function was entered: this run has tested nothing"));
    }
    if entries.without_report > subject.aborted {
        wrong.push(format!(
            "{} of {} processes ended without a report, and {} are meant to",
            entries.without_report, entries.processes, subject.aborted
        ));
    }
    for (function, count) in &entries.left {
        let name = function_name(annotation, *function);
        if !subject.left.iter().any(|left| left.function == name) {
            wrong.push(format!("{count} entries of {name} are left"));
        }
    }
    wrong
}

fn function_name(annotation: &Annotation, function: usize) -> String {
    match annotation.functions.get(function) {
        Some((file, annotated)) => format!("{}:{} {}", file.display(), annotated.line, annotated.name),
        None => format!("function {function}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Ended, Entries, Messages, Outcomes, Subject, Trial, entries, messages, runs};
    use crate::variant::Annotation;

    fn said(texts: &[(&str, usize)]) -> Messages {
        let all = texts.iter().map(|(text, count)| ((*text).to_owned(), *count)).collect();
        Messages { all, ..Messages::default() }
    }

    fn ran(log: &str) -> Trial {
        let ran = Some((Ended::Well, Outcomes::read(log)));
        Trial { built: Ended::Well, messages: Messages::default(), ran }
    }

    #[test]
    fn a_message_is_lost_or_new_also_where_it_comes_more_than_once() {
        let before = said(&[("a", 1), ("b", 2), ("c", 1)]);
        assert_eq!(messages(&before, &said(&[("a", 1), ("b", 1), ("d", 1)])), ["lost: b", "lost: c", "new: d"]);
        assert!(messages(&before, &before).is_empty());
    }

    #[test]
    fn a_test_that_is_missing_differs_as_one_that_fails_does() {
        let before = ran("test a ... ok\ntest b ... ok\ntest result: ok. 2 passed; 0 failed; 0 ignored");
        let after = ran("test b ... FAILED\ntest c ... ok\ntest result: FAILED. 1 passed; 1 failed; 0 ignored");
        let expected = ["test  a: ok, and now missing", "test  b: ok, and now FAILED", "test  c: missing, and now ok"];
        assert_eq!(runs(&before, &after), expected);
        assert!(runs(&before, &before).is_empty());
        assert_eq!(runs(&before, &Trial { ran: None, ..ran("") }), ["it does not compile"]);
    }

    #[test]
    fn a_run_that_made_no_entry_has_shown_nothing() {
        let (annotation, subject) = (Annotation::default(), Subject::default());
        assert_eq!(entries(&Entries::default(), &annotation, &subject).len(), 1);
        let entered = Entries { entered: 1, ..Entries::default() };
        assert!(entries(&entered, &annotation, &subject).is_empty());
        let left = Entries { left: [(3, 2)].into(), ..entered };
        assert_eq!(entries(&left, &annotation, &subject), ["2 entries of function 3 are left"]);
    }
}
