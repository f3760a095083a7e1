//! Plays a function: sets the stage, has it called, and keeps what was seen.

use crate::{
    again::while_unwinding,
    case::Run,
    entry::{Gauge, left_inside},
    log::{self, Class, Event, Exit, Phase, Sampler},
    scene::{End, Scene, Show, Turn},
    script::Script,
    subjects::{Anythings, Subject},
};
use futures_core::Stream;
use scoped_entry::{EntryMap, MapRef};
use std::{
    future::Future,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
    task::Poll,
};

/// Which of the functions is played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    Twin,
    Annotated,
    /// The twin of a call whose key is taken.
    Refused,
}

/// What was seen of one call.
#[derive(Debug)]
pub struct Observed {
    pub(crate) events: Vec<Event>,
    pub(crate) end: End,
    pub(crate) exit: Exit,
    pub(crate) polls: u32,
    pub(crate) awaits: u32,
    /// Entries in the maps: before the call, before the first poll, when it was over, and after all was dropped.
    pub(crate) before: [Option<usize>; 2],
    pub(crate) called: [Option<usize>; 2],
    pub(crate) over: [Option<usize>; 2],
    pub(crate) after: [Option<usize>; 2],
    /// Values that were not dropped.
    pub(crate) leaked: i64,
    pub(crate) faults: Vec<String>,
}

/// A map as a stage has it: to be looked at, and to be asked at the end.
struct Prop {
    neighbours: Vec<Anythings<'static>>,
    live: Box<dyn Fn() -> Option<usize>>,
    counters: Box<dyn Fn() -> Option<(u64, u64)>>,
    drops_at_once: bool,
}

#[expect(missing_debug_implementations, reason = "nobody prints it")]
pub struct Set<'a> {
    run: &'a Run,
    who: Who,
    props: Vec<Prop>,
}

/// The number of the key that every annotated function has.
const KEY: u32 = 7;

impl<'a> Set<'a> {
    #[must_use]
    pub fn new(run: &'a Run, who: Who) -> Self {
        log::with(|log| {
            log.events.clear();
            log.samplers.clear();
            log.wakers.clear();
            log.phase = Phase::Call;
            log.exit = Exit::Tail;
            log.script = Script::new(run.seed, run.explosive);
            (log.last_id, log.alive, log.entries, log.awaits) = (0, 0, 0, 0);
            (log.depth, log.held) = (0, 0);
            log.run += 1;
        });
        Self { run, who, props: Vec::new() }
    }

    /// A map that the function enters: `shared` if several may hold its key.
    #[must_use]
    pub fn map<O>(mut self, owner: O, shared: bool) -> Self
    where
        O: MapRef + Clone + 'static,
        O::Map: Subject + EntryMap + Sized,
    {
        let mut numbers: Vec<u32> = (0..self.run.neighbours).collect();
        let is_first = self.props.is_empty();
        if shared && self.run.neighbours > 0 || is_first && self.run.is_taken && self.who != Who::Twin {
            numbers.push(KEY);
        }
        let neighbours =
            numbers.into_iter().filter_map(|number| O::Map::neighbour(owner.clone(), number)).collect::<Vec<_>>();
        let (live, counters) = (owner.clone(), owner);
        self.props.push(Prop {
            neighbours,
            live: Box::new(move || live.map().live()),
            counters: Box::new(move || counters.map().counters()),
            drops_at_once: O::Map::DROPS_AT_ONCE,
        });
        self
    }

    #[must_use]
    pub fn gauge(mut self, gauge: &Arc<Gauge>) -> Self {
        let gauge = Arc::clone(gauge);
        self.props.push(Prop {
            neighbours: Vec::new(),
            live: Box::new(move || Some(gauge.live())),
            counters: Box::new(|| None),
            drops_at_once: true,
        });
        self
    }

    pub fn sync<R: Show>(self, call: impl FnOnce() -> R) -> Observed {
        self.play(|scene| {
            let result = catch_unwind(AssertUnwindSafe(call));
            scene.over();
            match result {
                Ok(result) => scene.returned(result),
                Err(panic) => scene.panicked(&*panic),
            }
        })
    }

    pub fn future<F: Future<Output: Show>>(self, make: impl FnOnce() -> F) -> Observed {
        self.play(|scene| {
            if let Some(future) = scene.made(make) {
                scene.poll(future, |future, context| match future.poll(context) {
                    Poll::Ready(answer) => Turn::Ends(answer),
                    Poll::Pending => Turn::Waits,
                });
            }
        })
    }

    pub fn stream<S: Stream<Item = i64>>(self, make: impl FnOnce() -> S) -> Observed {
        self.play(|scene| {
            if let Some(stream) = scene.made(make) {
                scene.poll(stream, |stream, context| match stream.poll_next(context) {
                    Poll::Ready(None) => Turn::Ends(()),
                    Poll::Ready(Some(item)) => {
                        log::write("item", u32::try_from(item & 0xffff).unwrap_or_default(), 0, Class::Body);
                        Turn::GoesOn
                    }
                    Poll::Pending => Turn::Waits,
                });
            }
        })
    }

    fn play(mut self, act: impl FnOnce(&mut Scene)) -> Observed {
        let samplers: Vec<Sampler> =
            self.props.iter_mut().map(|prop| std::mem::replace(&mut prop.live, Box::new(|| None))).collect();
        log::with(|log| log.samplers = samplers);
        let before = log::sample();
        let mut scene = Scene { how: self.run.how, end: None, polls: 0, called: None, over: None, faults: Vec::new() };
        if self.run.is_unwinding {
            while_unwinding(|| act(&mut scene));
        } else {
            act(&mut scene);
        }
        let after = log::sample();
        let Scene { end, polls, called, over, mut faults, .. } = scene;
        self.strike(&before, &mut faults);
        let (events, exit, leaked, awaits) =
            log::with(|log| (std::mem::take(&mut log.events), log.exit, log.alive, log.awaits));
        let end = end.expect("a scene has an end");
        Observed {
            events,
            end,
            exit,
            polls,
            awaits,
            before,
            called: called.unwrap_or(before),
            over: over.unwrap_or(after),
            after,
            leaked,
            faults,
        }
    }

    /// What has to be true when all is over: nothing in the maps but the neighbours, and then nothing at all.
    fn strike(&mut self, before: &[Option<usize>; 2], faults: &mut Vec<String>) {
        let samplers = log::with(|log| std::mem::take(&mut log.samplers));
        for (at, prop) in self.props.iter_mut().enumerate() {
            if let Some((entered, exited)) = (prop.counters)() {
                let there = prop.neighbours.len() as u64;
                if entered != exited + there {
                    faults
                        .push(format!("map {at} says that {entered} entered and {exited} exited, with {there} there"));
                }
            }
            if before[at].is_some_and(|before| before < prop.neighbours.len()) {
                faults.push(format!("map {at} does not have its neighbours"));
            }
            prop.neighbours.clear();
            let rest = samplers[at]();
            if rest != Some(0) {
                faults.push(format!("map {at} is not empty when its neighbours have left: {rest:?}"));
            }
        }
        // The maps themselves are dropped by those who made them, and all entries have left.
        if self.props.iter().all(|prop| prop.drops_at_once) {
            let entries = log::with(|log| log.entries);
            if entries != 0 && self.who == Who::Annotated {
                faults.push(format!("{entries} keys and values of entries are still there"));
            }
        }
        let left = left_inside();
        if left != 0 {
            faults.push(format!("{left} entries of what the body has entered itself are left"));
        }
    }
}
