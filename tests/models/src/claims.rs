//! The table of claims names models and tests that are there.

const TABLE: &str = include_str!("../../../docs/models.md");

const EXHAUSTIVE: &[(&str, &str)] = &[
    ("identity", include_str!("exhaustive/identity.rs")),
    ("limits", include_str!("exhaustive/limits.rs")),
    ("questions", include_str!("exhaustive/questions.rs")),
    ("replies", include_str!("exhaustive/replies.rs")),
    ("reports", include_str!("exhaustive/reports.rs")),
    ("spin_lock", include_str!("exhaustive/spin_lock.rs")),
    ("waiters", include_str!("exhaustive/waiters.rs")),
    ("waits", include_str!("exhaustive/waits.rs")),
];

const RANDOM: &[(&str, &str)] = &[
    ("burst", include_str!("random/burst.rs")),
    ("calls", include_str!("random/calls.rs")),
    ("flights", include_str!("random/flights.rs")),
    ("replies", include_str!("random/replies.rs")),
    ("thread_slots", include_str!("random/thread_slots.rs")),
    ("scrapes", include_str!("random/scrapes.rs")),
    ("spin_lock", include_str!("random/spin_lock.rs")),
    ("waiters", include_str!("random/waiters.rs")),
];

const FLIGHTS: &str = include_str!("../tests/single_flight/models.rs");

/// What stands between backticks in the last column, with whichever letter came last before it.
fn named(row: &str) -> Vec<(char, &str)> {
    let proof = row.trim_end_matches('|').rsplit('|').next().expect("a row has columns");
    let (mut letter, mut named) = (' ', Vec::new());
    for (part, text) in proof.split('`').enumerate() {
        if part % 2 == 1 {
            named.push((letter, text));
        } else if let Some(word) = text.split(' ').rfind(|word| ["E", "R", "F", "T"].contains(word)) {
            letter = word.chars().next().expect("it is a letter");
        }
    }
    named
}

fn has_test(source: &str, name: &str) -> bool {
    let name = name.trim_end_matches('…');
    source.match_indices("#[test]\nfn ").any(|(at, test)| source[at + test.len()..].starts_with(name))
}

#[test]
fn the_table_names_models_that_are_there() {
    let mut found = 0;
    for row in TABLE.lines().filter(|line| line.starts_with("| ")) {
        for (letter, name) in named(row) {
            let sources = match letter {
                'E' => EXHAUSTIVE,
                'R' => RANDOM,
                'F' => {
                    assert!(has_test(FLIGHTS, name), "{name} of: {row}");
                    found += 1;
                    continue;
                }
                _ => continue,
            };
            let (module, test) = name.split_once("::").unwrap_or_else(|| panic!("{name} of: {row}"));
            let source = sources.iter().find(|source| source.0 == module);
            let (_, source) = source.unwrap_or_else(|| panic!("{name} of: {row}"));
            assert!(test == "*" || has_test(source, test), "{name} of: {row}");
            found += 1;
        }
    }
    assert!(found > 50, "{found} models");
}

#[test]
fn every_model_is_in_the_table() {
    for (letter, sources) in [('E', EXHAUSTIVE), ('R', RANDOM)] {
        for (module, source) in sources {
            for (at, test) in source.match_indices("#[test]\nfn ") {
                let name = source[at + test.len()..].split('(').next().expect("a function has parameters");
                let is_named = TABLE.lines().flat_map(named).any(|(of, named)| {
                    let named = named.strip_prefix(module).and_then(|named| named.strip_prefix("::"));
                    of == letter
                        && named.is_some_and(|named| named == "*" || name.starts_with(named.trim_end_matches('…')))
                });
                assert!(is_named, "{letter} {module}::{name} proves no claim");
            }
        }
    }
}

/// The comments of the memory orderings name the models that show why each suffices.
#[test]
fn the_comments_of_orderings_name_models_that_are_there() {
    let source = include_str!("../../../runtime/src/maps/engine/shards.rs");
    let mut found = 0;
    for name in source.split('`').skip(1).step_by(2) {
        let Some((module, test)) = name.split_once("::") else { continue };
        let Some((_, model)) = EXHAUSTIVE.iter().find(|(known, _)| *known == module) else { continue };
        assert!(test == "*" || has_test(model, test), "{name}");
        found += 1;
    }
    assert!(found >= 3, "{found} models");
}
