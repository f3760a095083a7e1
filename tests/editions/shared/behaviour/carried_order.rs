//! What drops when, where the entry goes with what is returned, and several entries that do.

use super::{
    deliberate::caught,
    maps::*,
    noisy::{Log, Noisy},
    polling::{block_on, poll_once, suspended},
    script::Script,
    service::{Answer, Failure},
};
use scoped_entry::scoped_entry;
use std::{
    future::{Future, ready},
    pin::Pin,
};

/// A future with something in it from the beginning.
async fn run(script: &Script, captured: Noisy) -> Answer {
    let _captured = captured;
    script.pause().await
}

#[scoped_entry(hold = log.noisy("held"))]
fn opaque<'a>(log: &'a Log, script: &'a Script) -> impl Future<Output = Answer> + 'a {
    let captured = log.noisy("captured");
    run(script, captured)
}

#[scoped_entry(hold = log.noisy("held"))]
fn boxed<'a>(log: &'a Log, script: &'a Script) -> Pin<Box<dyn Future<Output = Answer> + 'a>> {
    Box::pin(run(script, log.noisy("captured")))
}

#[scoped_entry(hold = log.noisy("held"))]
fn returned_early<'a>(log: &'a Log, script: &'a Script) -> Pin<Box<dyn Future<Output = Answer> + 'a>> {
    if log.lines().is_empty() {
        return Box::pin(run(script, log.noisy("captured")));
    }
    Box::pin(async move { Err(Failure::Failed) })
}

/// As a parameter of an `async fn`, what a literal block captures outlives the entry; its locals do not.
#[scoped_entry(hold = log.noisy("held"))]
fn literal<'a>(log: &'a Log, script: &'a Script) -> Pin<Box<dyn Future<Output = Answer> + 'a>> {
    let captured = log.noisy("captured");
    Box::pin(async move {
        let _local = log.noisy("local");
        captured.number();
        script.pause().await
    })
}

#[test]
fn what_is_returned_drops_before_the_entry_ends() {
    type Call = for<'a> fn(&'a Log, &'a Script) -> Pin<Box<dyn Future<Output = Answer> + 'a>>;
    let calls: [Call; 3] = [|log, script| Box::pin(opaque(log, script)), boxed, returned_early];
    for call in calls {
        for polls in 0..2 {
            let (log, script) = (Log::default(), Script::uneventful());
            drop(suspended(call(&log, &script), polls));
            assert_eq!(log.lines(), ["captured", "held"]);
        }
        for script in [Script::uneventful(), Script::fails_at(1)] {
            let log = Log::default();
            _ = block_on(call(&log, &script));
            assert_eq!(log.lines(), ["captured", "held"]);
        }
        let (log, script) = (Log::default(), Script::panics_at(1));
        let mut future = suspended(call(&log, &script), 1);
        caught(|| poll_once(future.as_mut()));
        assert_eq!(log.lines(), ["captured", "held"]);
    }
}

#[test]
fn the_locals_of_a_literal_block_drop_before_the_entry_ends_and_its_captures_after() {
    let (log, script) = (Log::default(), Script::uneventful());
    drop(literal(&log, &script));
    assert_eq!(log.lines(), ["held", "captured"]);
    for polls in 1..=2 {
        let (log, script) = (Log::default(), Script::uneventful());
        let mut future = suspended(literal(&log, &script), 1);
        if polls == 2 {
            assert!(poll_once(future.as_mut()).is_ready());
            assert_eq!(log.lines(), ["local", "held", "captured"]);
        }
        drop(future);
        assert_eq!(log.lines(), ["local", "held", "captured"]);
    }
    let (log, script) = (Log::default(), Script::panics_at(1));
    let mut future = suspended(literal(&log, &script), 1);
    caught(|| poll_once(future.as_mut()));
    assert_eq!(log.lines(), ["local", "held", "captured"]);
}

#[derive(Default)]
struct Service {
    log: Log,
    requests: InflightMap<u64>,
    payments: UniqueMap<u64>,
}

impl Service {
    fn note(&self, name: &'static str) -> Noisy {
        self.log.write(name);
        self.log.noisy("left")
    }

    fn state(&self) -> (usize, usize, usize) {
        (self.requests.len(), self.payments.len(), self.log.lines().len())
    }

    #[scoped_entry(hold = self.note("first"))]
    #[scoped_entry(map = self.requests, key = self.log.lines().len() as u64)]
    #[scoped_entry(hold = self.log.noisy(if self.requests.contains_key(&1) { "third of two" } else { "" }))]
    fn literal(&self) -> impl Future<Output = usize> + '_ {
        async move { self.requests.len() }
    }

    #[scoped_entry(hold = self.note("first"))]
    #[scoped_entry(map = self.requests, key = 1)]
    #[scoped_entry(hold = self.log.noisy(if self.requests.contains_key(&1) { "third of two" } else { "" }))]
    fn attached(&self) -> Pin<Box<dyn Future<Output = usize> + '_>> {
        let seen = self.requests.len();
        Box::pin(ready(seen))
    }

    #[scoped_entry(map = self.requests, key = id)]
    #[scoped_entry(hold = self.log.noisy("until return"), until = return)]
    #[scoped_entry(hold = self.log.noisy("named"), guard = named)]
    #[scoped_entry(map = self.payments, key = id, occupied = return Box::pin(ready(Err(id))))]
    fn mixed(&self, id: u64) -> Pin<Box<dyn Future<Output = Result<u64, u64>> + '_>> {
        if id == 0 {
            return Box::pin(ready(Err(7)));
        }
        drop(named);
        Box::pin(async move {
            self.log.write("polled");
            Ok(id)
        })
    }
}

#[test]
fn several_begin_as_written_and_end_the_other_way_round() {
    let service = Service::default();
    assert_eq!(block_on(service.literal()), 1);
    assert_eq!(service.log.lines(), ["first", "third of two", "left"]);
    assert!(service.requests.is_empty());

    let service = Service::default();
    assert_eq!(block_on(service.attached()), 1);
    assert_eq!(service.log.lines(), ["first", "third of two", "left"]);
    drop(service.attached());
    assert_eq!(service.log.lines()[3..], ["first", "third of two", "left"]);
    assert!(service.requests.is_empty());
}

#[test]
fn several_may_end_at_different_times() {
    let service = Service::default();
    let future = service.mixed(1);
    assert_eq!(service.log.lines(), ["named", "until return"]);
    assert_eq!(service.state(), (1, 1, 2));
    assert_eq!(block_on(service.mixed(1)), Err(1), "the key is taken");
    assert_eq!(service.state(), (1, 1, 4), "the refused call has left all of its own");
    assert_eq!(block_on(future), Ok(1));
    assert_eq!(service.log.lines().last(), Some(&"polled"));
    assert_eq!(service.state(), (0, 0, 5));
    let early = service.mixed(0);
    assert_eq!(service.state(), (1, 1, 7));
    drop(early);
    assert_eq!(service.state(), (0, 0, 7));
}
