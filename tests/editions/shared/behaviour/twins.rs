//! A method twice, with the attribute and without it, and what the two write into their logs.
//!
//! The attribute may add one line, the entry's removal, between what belongs to the body and the parameters; it may
//! not move any other.

use super::{
    deliberate::attempt,
    noisy::{Log, Noisy},
};

/// The parameters of every method that is tested here, to be logged as such.
pub(crate) fn parameters(log: &Log) -> (Noisy, (Noisy, Noisy), Noisy) {
    (
        log.noisy("parameter first"),
        (log.noisy("parameter left"), log.noisy("parameter right")),
        log.noisy("parameter last"),
    )
}

/// What a call logged: its lines, and whether it panicked.
pub(crate) struct Observed {
    lines: Vec<&'static str>,
    answer: Option<usize>,
}

impl Observed {
    pub(crate) fn of(log: &Log, call: impl FnOnce(Noisy, (Noisy, Noisy), Noisy) -> usize) -> Self {
        let (first, pair, last) = parameters(log);
        let answer = attempt(|| call(first, pair, last));
        Self { lines: log.lines(), answer }
    }

    /// That the call did what its twin did, and removed its entry after everything of the body and before the
    /// parameters.
    #[track_caller]
    pub(crate) fn assert_left_in_order(&self, twin: &Self) {
        let (before, after) = self.around_the_entry();
        assert!(
            before.iter().all(|line| line.starts_with("local") || line.starts_with("temporary")),
            "only locals and temporaries drop before the entry: {:?}",
            self.lines
        );
        assert!(
            after.iter().all(|line| line.starts_with("parameter")),
            "only parameters drop after the entry: {:?}",
            self.lines
        );
        assert!(!before.is_empty() && !after.is_empty(), "nothing was observed: {:?}", self.lines);
        self.assert_left_as_its_twin(twin);
    }

    /// That the call did what its twin did, and removed its entry, whenever that was.
    #[track_caller]
    pub(crate) fn assert_left_as_its_twin(&self, twin: &Self) {
        let (before, after) = self.around_the_entry();
        assert_eq!([before, after].concat(), twin.lines, "the order with the attribute, and without it");
        assert_eq!(self.answer, twin.answer);
    }

    /// That the call did what its twin did, and never entered.
    #[track_caller]
    pub(crate) fn assert_never_entered(&self, twin: &Self) {
        assert_eq!(self.lines, twin.lines);
        assert_eq!(self.answer, twin.answer);
    }

    #[track_caller]
    fn around_the_entry(&self) -> (&[&'static str], &[&'static str]) {
        let mut around = self.lines.split(|line| *line == "entry");
        match (around.next(), around.next(), around.next()) {
            (Some(before), Some(after), None) => (before, after),
            _ => panic!("not one entry that leaves once: {:?}", self.lines),
        }
    }
}

/// A test that two calls of one method, annotated and not, pass some check of [`Observed`].
///
/// The method comes with its parameters, so that its body's `self` is theirs. `$run` runs a call.
macro_rules! twins {
    (
        $name:ident: $method:tt $body:tt $check:ident
        $map:ident [$($refused:tt)*] [$($ignored:tt)*]
        { [$($lowering:tt)*] [$($asynchrony:tt)*] [$($wait:tt)*] $run:ident }
    ) => {
        mod $name {
            use super::*;

            #[derive(Default)]
            struct Annotated {
                log: Log,
                map: $map<u64, Noisy>,
            }

            #[derive(Default)]
            struct Twin {
                log: Log,
            }

            $($lowering)*
            impl Handler for Annotated {
                #[scoped_entry(
                    map = self.map,
                    key = 1,
                    value = self.log.noisy("entry"),
                    $($refused)*
                )]
                $($asynchrony)* fn handle $method -> usize $body
            }

            $($lowering)*
            impl Handler for Twin {
                $($asynchrony)* fn handle $method -> usize $body
            }

            #[test]
            fn drops_in_the_order_of_its_twin() {
                within_deadline(|| {
                    let (annotated, twin) = (Annotated::default(), Twin::default());
                    let twin = Observed::of(&twin.log, |first, pair, last| $run(twin.handle(first, pair, last)));
                    let observed = Observed::of(&annotated.log, |first, pair, last| {
                        $run(annotated.handle(first, pair, last))
                    });
                    observed.$check(&twin);
                });
            }
        }
    };
}
