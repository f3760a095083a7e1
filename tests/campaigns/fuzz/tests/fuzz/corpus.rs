//! The inputs that are kept: the repository's own functions, the corpus of the coverage-guided runs, and what was found.

use scoped_entry_fuzz::{
    OURS,
    campaign::{Until, run},
    corpus, mutation,
    property::{Verdict, check},
    seeds::{self, Seeds},
};

/// Of how many, and how many of them were accepted, after each kept the promises.
fn replay(texts: &[String]) -> (usize, usize) {
    let mut counts = (0, 0);
    for text in texts {
        match check(&OURS, text) {
            Ok(Some(outcome)) => {
                counts.0 += 1;
                counts.1 += usize::from(matches!(outcome.verdict, Verdict::Accepted { .. }));
            }
            Ok(None) => {}
            Err(violation) => panic!("broken promise: {violation}\n\ninput:\n{text}"),
        }
    }
    counts
}

#[test]
fn the_repositorys_own_functions_keep_every_promise() {
    let (inputs, accepted) = replay(&seeds::texts().expect("the sources are there"));
    assert!(inputs > 900, "only {inputs} annotated functions were found");
    assert!(accepted > 700, "only {accepted} of {inputs} were accepted");
}

#[test]
fn the_corpus_keeps_every_promise() {
    let (inputs, accepted) = replay(&seeds::corpus().expect("the corpus is there"));
    assert!(inputs > 200, "only {inputs} inputs are kept");
    assert!(accepted > 50, "only {accepted} of {inputs} were accepted");
}

#[test]
fn an_input_comes_back_from_its_line_as_it_was() {
    assert!(corpus::is_reversible(&["", "a b", "a\nb\r\n", r"\n", r"\\n", "\\", "\\\n", r#""\r\x41""#]));
}

#[test]
fn a_run_is_repeated_by_its_seed() {
    let seeds = Seeds::load().expect("the sources are there");
    let texts = |seed| {
        let mut rng = fastrand::Rng::with_seed(seed);
        (0..100).map(|_| mutation::input(&seeds, &mut rng)).collect::<Vec<_>>()
    };
    assert_eq!(texts(7), texts(7));
    assert_ne!(texts(7), texts(8));
}

#[test]
fn random_inputs_keep_every_promise_and_reach_both_ends() {
    let seeds = Seeds::load().expect("the sources are there");
    let tally = match run(&OURS, &seeds, 0, Until::Inputs(2000), |_| ()) {
        Ok(tally) => tally,
        Err(finding) => panic!("{finding}"),
    };
    assert!(tally.accepted() > 15.0, "{tally}");
    assert!(tally.kinds() > 40, "{tally}");
}
