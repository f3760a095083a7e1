//! What came of each test, read from what cargo and libtest print.

use std::collections::BTreeMap;

#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Outcomes {
    /// By the test's target and name.
    pub(crate) tests: BTreeMap<(String, String), String>,
    /// What cargo says of targets without libtest: which of them failed.
    pub(crate) failed_targets: Vec<String>,
    /// What libtest's summaries add up to.
    passed: usize,
    failed: usize,
    ignored: usize,
}

impl Outcomes {
    pub(crate) fn read(log: &str) -> Self {
        let mut outcomes = Self::default();
        let mut target = "";
        let mut is_list_of_failed = false;
        for line in log.lines() {
            let trimmed = line.trim();
            if let Some(running) = trimmed.strip_prefix("Running ") {
                // The file's name has a hash in it.
                target = running.split(" (").next().unwrap_or(running);
            } else if trimmed.starts_with("Doc-tests ") {
                target = trimmed;
            } else if let Some(summary) = line.strip_prefix("test result: ") {
                outcomes.add(summary);
            } else if let Some((name, outcome)) = test(line) {
                outcomes.insert(target, name, outcome);
            } else if line.starts_with("error: ") && line.contains("failed:") {
                is_list_of_failed = true;
            } else if is_list_of_failed && trimmed.starts_with('`') {
                outcomes.failed_targets.push(trimmed.to_owned());
            }
        }
        outcomes
    }

    /// Examples that a macro writes into several items' documentation have one name.
    fn insert(&mut self, target: &str, name: &str, outcome: &str) {
        let mut key = (target.to_owned(), name.to_owned());
        let mut same = 1;
        while self.tests.contains_key(&key) {
            same += 1;
            key.1 = format!("{name} #{same}");
        }
        self.tests.insert(key, outcome.to_owned());
    }

    fn add(&mut self, summary: &str) {
        for part in summary.split(['.', ';']) {
            if let [count, what, ..] = part.split_whitespace().collect::<Vec<_>>()[..] {
                let count = count.parse().unwrap_or(0);
                match what {
                    "passed" => self.passed += count,
                    "failed" => self.failed += count,
                    "ignored" => self.ignored += count,
                    _ => {}
                }
            }
        }
    }

    pub(crate) fn passed(&self) -> usize {
        self.passed
    }

    /// Whether each test that was counted was also seen.
    pub(crate) fn is_whole(&self) -> bool {
        self.tests.len() == self.passed + self.failed + self.ignored
    }
}

/// `test parser::tests::empty ... ok`. What a test prints itself may stand before the outcome.
fn test(line: &str) -> Option<(&str, &str)> {
    let (name, rest) = line.strip_prefix("test ")?.split_once(" ... ")?;
    let outcome = ["ok", "FAILED", "ignored"]
        .into_iter()
        .find(|outcome| rest.split(", ").next().is_some_and(|rest| rest.ends_with(outcome)))?;
    Some((name, outcome))
}

#[cfg(test)]
mod tests {
    use super::Outcomes;

    const LOG: &str = "\
     Running unittests src/lib.rs (target/debug/deps/subject-0123456789abcdef)

running 4 tests
test a::fails - should panic ... FAILED
test a::passes ... ok
test a::waits ... ignored, takes long
test a::prints ... some wordsok

test result: FAILED. 2 passed; 1 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s

   Doc-tests subject
test src/lib.rs - Twice (line 3) ... ok
test src/lib.rs - Twice (line 3) ... ok

test result: ok. 2 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s

error: 2 targets failed:
    `--lib`
    `--test by_hand`
";

    #[test]
    fn each_test_has_its_outcome_under_its_target() {
        let outcomes = Outcomes::read(LOG);
        let tests: Vec<_> =
            outcomes.tests.iter().map(|((target, name), outcome)| format!("{target}: {name}: {outcome}")).collect();
        assert_eq!(
            tests,
            [
                "Doc-tests subject: src/lib.rs - Twice (line 3): ok",
                "Doc-tests subject: src/lib.rs - Twice (line 3) #2: ok",
                "unittests src/lib.rs: a::fails - should panic: FAILED",
                "unittests src/lib.rs: a::passes: ok",
                "unittests src/lib.rs: a::prints: ok",
                "unittests src/lib.rs: a::waits: ignored",
            ]
        );
        assert_eq!(outcomes.failed_targets, ["`--lib`", "`--test by_hand`"]);
        assert_eq!(outcomes.passed(), 4);
        assert!(outcomes.is_whole());
    }

    #[test]
    fn a_line_that_is_missing_does_not_go_unseen() {
        assert!(!Outcomes::read(&LOG.replace("test a::passes ... ok\n", "")).is_whole());
    }
}
