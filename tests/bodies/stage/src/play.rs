//! Plays a function: sets the stage, calls, polls by hand, and keeps what was seen.

use crate::{
    N, Pair,
    case::{How, Run},
    entry::{Gauge, left_inside},
    log::{self, Class, Event, Exit, Phase, Sampler},
    noisy::Fail,
    script::{Boom, Script},
    subjects::{Anythings, Subject},
};
use futures_core::Stream;
use scoped_entry::{EntryMap, MapOwner};
use std::{
    future::Future,
    panic::{AssertUnwindSafe, catch_unwind, panic_any},
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    task::{Context, Poll, Wake, Waker},
};

/// Which of the functions is played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    Twin,
    Annotated,
    /// The twin of a call whose key is taken.
    Refused,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum End {
    Returned(String),
    Panicked(String),
    Dropped { polls: u32 },
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
    books: Box<dyn Fn() -> Option<(u64, u64)>>,
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
            log.run += 1;
        });
        Self { run, who, props: Vec::new() }
    }

    /// A map that the function enters: `shared` if several may hold its key.
    #[must_use]
    pub fn map<O>(mut self, owner: O, shared: bool) -> Self
    where
        O: MapOwner + Clone + 'static,
        O::Map: Subject + EntryMap + Sized,
    {
        let mut numbers: Vec<u32> = (0..self.run.neighbours).collect();
        let is_first = self.props.is_empty();
        if shared && self.run.neighbours > 0 || is_first && self.run.is_taken && self.who != Who::Twin {
            numbers.push(KEY);
        }
        let neighbours =
            numbers.into_iter().filter_map(|number| O::Map::neighbour(owner.clone(), number)).collect::<Vec<_>>();
        let (live, books) = (owner.clone(), owner);
        self.props.push(Prop {
            neighbours,
            live: Box::new(move || live.map().live()),
            books: Box::new(move || books.map().books()),
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
            books: Box::new(|| None),
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
        act(&mut scene);
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
            if let Some((entered, left)) = (prop.books)() {
                let there = prop.neighbours.len() as u64;
                if entered != left + there {
                    faults.push(format!("map {at} says that {entered} entered and {left} left, with {there} there"));
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

enum Turn<R> {
    Ends(R),
    GoesOn,
    Waits,
}

struct Scene {
    how: How,
    end: Option<End>,
    polls: u32,
    called: Option<[Option<usize>; 2]>,
    over: Option<[Option<usize>; 2]>,
    faults: Vec<String>,
}

struct Woken(AtomicU32);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

impl Scene {
    fn made<L>(&mut self, make: impl FnOnce() -> L) -> Option<Pin<Box<L>>> {
        match catch_unwind(AssertUnwindSafe(|| Box::pin(make()))) {
            Ok(made) => {
                log::with(|log| log.phase = Phase::Future);
                self.called = Some(log::sample());
                Some(made)
            }
            Err(panic) => {
                self.over();
                self.panicked(&*panic);
                None
            }
        }
    }

    fn poll<L, R: Show>(&mut self, lazy: Pin<Box<L>>, mut turn: impl FnMut(Pin<&mut L>, &mut Context<'_>) -> Turn<R>) {
        let woken = Arc::new(Woken(AtomicU32::new(0)));
        let waker = Waker::from(Arc::clone(&woken));
        let mut context = Context::from_waker(&waker);
        let most = match self.how {
            How::ToTheEnd => u32::MAX,
            How::Dropped(polls) | How::DroppedInPanic(polls) => polls,
        };
        let mut lazy = Some(lazy);
        while let Some(polled) = lazy.as_mut().filter(|_| self.polls < most) {
            self.polls += 1;
            match catch_unwind(AssertUnwindSafe(|| turn(polled.as_mut(), &mut context))) {
                Ok(Turn::GoesOn) => {}
                Ok(Turn::Waits) => {
                    let wakers = log::with(|log| std::mem::take(&mut log.wakers));
                    let before = woken.0.load(Ordering::Relaxed);
                    let is_waiting = !wakers.is_empty();
                    wakers.into_iter().for_each(Waker::wake);
                    if is_waiting && woken.0.load(Ordering::Relaxed) == before {
                        self.faults.push(String::from("what waits has woken somebody else"));
                    }
                }
                Ok(Turn::Ends(answer)) => {
                    self.over();
                    self.returned(answer);
                    break;
                }
                Err(panic) => {
                    self.over();
                    self.panicked(&*panic);
                    break;
                }
            }
        }
        let polls = self.polls;
        let how = self.how;
        let is_over = self.end.is_some();
        let dropped = catch_unwind(AssertUnwindSafe(|| {
            let _lazy = lazy.take();
            if !is_over && matches!(how, How::DroppedInPanic(_)) {
                panic_any(Boom(u32::MAX));
            }
        }));
        if is_over {
            return;
        }
        self.over();
        match dropped {
            Err(panic) => self.panicked(&*panic),
            Ok(()) => self.end = Some(End::Dropped { polls }),
        }
    }

    fn over(&mut self) {
        log::with(|log| log.phase = Phase::After);
        self.over = Some(log::sample());
    }

    fn returned<R: Show>(&mut self, result: R) {
        self.end = Some(End::Returned(result.show()));
        // Its own destructor may panic.
        let _ = catch_unwind(AssertUnwindSafe(|| drop(result)));
    }

    fn panicked(&mut self, panic: &(dyn std::any::Any + Send)) {
        let with = match panic.downcast_ref::<Boom>() {
            Some(Boom(site)) => format!("boom {site}"),
            None => {
                let message = panic.downcast_ref::<String>().cloned();
                let message = message.or_else(|| panic.downcast_ref::<&str>().map(ToString::to_string));
                format!("with something else: {message:?}")
            }
        };
        self.end = Some(End::Panicked(with));
    }
}

/// A result, for comparison.
pub trait Show {
    fn show(&self) -> String;
}

macro_rules! shown_by_debug {
    ($($shown:ty)*) => {$(
        impl Show for $shown {
            fn show(&self) -> String {
                format!("{self:?}")
            }
        }
    )*};
}

shown_by_debug!(() i64 N Pair Option<i64> Option<N> Result<i64, Fail> Result<N, Fail>);
