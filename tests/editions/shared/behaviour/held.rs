//! `hold = …`: a guard from elsewhere ends where an entry would, on every way out.

use super::{
    deliberate::{caught, deliberate},
    maps::*,
    noisy::{Log, Noisy},
    polling::{block_on, returned, suspended},
    script::Script,
    service::{Answer, Failure, Service},
    watchdog::within_deadline,
};
use scoped_entry::{enter, scoped_entry};

macro_rules! held {
    (
        $map:ident [$($refused:tt)*] [$($ignored:tt)*]
        { [$($lowering:tt)*] [$($asynchrony:tt)*] [$($wait:tt)*] $run:ident }
    ) => {
        #[derive(Default)]
        struct Subject {
            log: Log,
            service: Service<$map<u64, ()>>,
        }

        impl Subject {
            /// A guard, unless the answer is a failure.
            fn acquire(&self, answer: Answer) -> Result<Noisy, Failure> {
                self.log.write("acquire");
                answer.map(|_| self.log.noisy("held"))
            }
        }

        $($lowering)*
        trait Handler {
            $($asynchrony)* fn falls_through(&self, parameter: Noisy) -> Answer;
            $($asynchrony)* fn returns(&self, parameter: Noisy) -> Answer;
            $($asynchrony)* fn propagates(&self, parameter: Noisy) -> Answer;
            $($asynchrony)* fn panics(&self, parameter: Noisy) -> Answer;
            $($asynchrony)* fn acquires(&self, answer: Answer) -> Answer;
            $($asynchrony)* fn mixes(&self, id: u64) -> Answer;
            $($asynchrony)* fn names(&self) -> Answer;
        }

        $($lowering)*
        impl Handler for Subject {
            #[scoped_entry(hold = self.log.noisy("held"))]
            $($asynchrony)* fn falls_through(&self, parameter: Noisy) -> Answer {
                let _local = self.log.noisy("local");
                Ok(self.log.noisy("temporary").number() + parameter.number())
            }

            #[scoped_entry(hold = self.log.noisy("held"))]
            $($asynchrony)* fn returns(&self, parameter: Noisy) -> Answer {
                let local = self.log.noisy("local");
                if local.number() > 0 {
                    return Ok(self.log.noisy("temporary").number() + parameter.number());
                }
                Ok(0)
            }

            #[scoped_entry(hold = self.log.noisy("held"))]
            $($asynchrony)* fn propagates(&self, parameter: Noisy) -> Answer {
                let _local = self.log.noisy("local");
                let _parameter = &parameter;
                self.log.noisy("temporary").some().ok_or(Failure::Failed)?;
                Err(Failure::Failed)?;
                Ok(0)
            }

            #[scoped_entry(hold = self.log.noisy("held"))]
            $($asynchrony)* fn panics(&self, parameter: Noisy) -> Answer {
                let _local = self.log.noisy("local");
                let _parameter = &parameter;
                Ok(self.log.noisy("temporary").number() + deliberate::<usize>())
            }

            #[scoped_entry(hold = self.acquire(answer)?)]
            $($asynchrony)* fn acquires(&self, answer: Answer) -> Answer {
                self.log.write("body");
                answer
            }

            #[scoped_entry(hold = self.log.noisy("first"))]
            #[scoped_entry(map = self.service.map, key = id $($refused)*)]
            #[scoped_entry(hold = self.log.noisy(if self.service.map.entries() == 1 { "third" } else { "" }))]
            $($asynchrony)* fn mixes(&self, id: u64) -> Answer {
                self.log.write("body");
                Ok(self.service.map.entries())
            }

            #[scoped_entry(hold = self.log.noisy("held"), guard = held)]
            $($asynchrony)* fn names(&self) -> Answer {
                drop(held.renamed("held renamed"));
                self.log.write("body");
                Ok(7)
            }
        }

        #[test]
        fn it_ends_after_temporaries_and_locals_and_before_the_parameters() {
            within_deadline(|| {
                for run in [
                    (|subject, parameter| _ = $run(subject.falls_through(parameter))) as fn(&Subject, Noisy),
                    |subject, parameter| _ = $run(subject.returns(parameter)),
                    |subject, parameter| _ = $run(subject.propagates(parameter)),
                    |subject, parameter| caught(|| $run(subject.panics(parameter))),
                ] {
                    let subject = Subject::default();
                    run(&subject, subject.log.noisy("parameter"));
                    // In which order temporaries and locals drop is the edition's affair.
                    let mut lines = subject.log.lines();
                    lines[..2].sort_unstable();
                    assert_eq!(lines, ["local", "temporary", "held", "parameter"]);
                }
            });
        }

        #[test]
        fn the_question_mark_in_it_leaves_before_the_body() {
            within_deadline(|| {
                let subject = Subject::default();
                assert_eq!($run(subject.acquires(Err(Failure::Refused))), Err(Failure::Refused));
                assert_eq!(subject.log.lines(), ["acquire"]);
                assert_eq!($run(subject.acquires(Ok(7))), Ok(7));
                assert_eq!(subject.log.lines(), ["acquire", "acquire", "body", "held"]);
            });
        }

        #[test]
        fn guards_and_entries_begin_as_written_and_end_the_other_way_round() {
            within_deadline(|| {
                let subject = Subject::default();
                assert_eq!($run(subject.mixes(1)), Ok(1));
                assert_eq!(subject.log.lines(), ["body", "third", "first"]);
                assert_eq!(subject.service.map.entries(), 0);
            });
        }

        #[test]
        fn a_named_one_is_the_bodys_own() {
            within_deadline(|| {
                let subject = Subject::default();
                assert_eq!($run(subject.names()), Ok(7));
                assert_eq!(subject.log.lines(), ["held renamed", "body"]);
            });
        }
    };
}

grid! {
    held over [sync asynchronous async_trait] and [inflight_map unique_map mutex_hash_map]
}

/// What only a future can do.
mod in_a_future {
    use super::*;

    #[scoped_entry(hold = held(log, script).await?)]
    async fn handle(log: &Log, script: &Script) -> Answer {
        let _local = log.noisy("local");
        script.pause().await
    }

    async fn held(log: &Log, script: &Script) -> Result<Noisy, Failure> {
        script.pause().await?;
        Ok(log.noisy("held"))
    }

    #[test]
    fn a_future_that_is_never_polled_holds_nothing() {
        let (log, script) = (Log::default(), Script::uneventful());
        drop(handle(&log, &script));
        assert_eq!(log.lines(), [""; 0]);
    }

    #[test]
    fn a_future_that_is_dropped_half_way_ends_what_it_holds() {
        let (log, script) = (Log::default(), Script::uneventful());
        drop(suspended(handle(&log, &script), 1));
        assert_eq!(log.lines(), [""; 0], "it waits for its guard");
        drop(suspended(handle(&log, &script), 2));
        assert_eq!(log.lines(), ["local", "held"]);
    }

    #[test]
    fn a_guard_that_could_not_be_had_fails_the_call() {
        let (log, script) = (Log::default(), Script::fails_at(1));
        assert_eq!(block_on(handle(&log, &script)), Err(Failure::Failed));
        assert_eq!(log.lines(), [""; 0]);
    }
}

/// As a statement.
mod in_a_block {
    use super::*;

    #[test]
    fn it_ends_with_its_block() {
        let log = Log::default();
        {
            enter!(hold = log.noisy("first"));
            enter!(hold = log.noisy("second"));
            log.write("block");
        }
        log.write("after");
        assert_eq!(log.lines(), ["block", "second", "first", "after"]);
    }
}
