//! The log of a thread: what happened to which value, and whether the entry was there at that moment.

use crate::script::Script;
use std::{cell::RefCell, fmt, task::Waker};

/// Whose a value is, as far as the entry is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// A local or a temporary: drops before the entry.
    Body,
    /// A parameter, or what a returned future has captured: drops after the entry in most forms.
    Outer,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd)]
pub(crate) enum Phase {
    /// Until the call has returned.
    Call,
    /// From there until the future has completed, or is dropped.
    Future,
    /// What the call gave out is on its way.
    After,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Event {
    pub(crate) what: &'static str,
    pub(crate) site: u32,
    /// Of the value; for a decision, what was decided.
    pub(crate) id: u32,
    pub(crate) class: Class,
    pub(crate) phase: Phase,
    /// In how many calls of the function by itself.
    pub(crate) depth: u32,
    /// How many entries there are in the maps of the attributes. `None` where there is no map, or it is locked.
    pub(crate) live: [Option<usize>; 2],
}

impl Event {
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        (self.what, self.site, self.id, self.class, self.phase, self.depth)
            == (other.what, other.site, other.id, other.class, other.phase, other.depth)
    }

    pub(crate) fn is_drop(&self) -> bool {
        self.what == "drop" || self.what == "explode"
    }
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { what, site, id, class, phase, depth, live } = self;
        let live = live.map(|live| live.map_or(String::from("-"), |live| live.to_string())).join("/");
        write!(f, "{what:9} {id:3} @{site:<4} {class:?} {phase:?} {depth} {live}")
    }
}

/// How a body was left, as far as it says so itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    Tail,
    Return,
    Question,
}

pub(crate) type Sampler = Box<dyn Fn() -> Option<usize>>;

pub(crate) struct Log {
    pub(crate) events: Vec<Event>,
    pub(crate) phase: Phase,
    pub(crate) exit: Exit,
    pub(crate) samplers: Vec<Sampler>,
    pub(crate) wakers: Vec<Waker>,
    pub(crate) script: Script,
    pub(crate) last_id: u32,
    /// Values that were made and not dropped.
    pub(crate) alive: i64,
    /// Keys and values of entries that were made and not dropped.
    pub(crate) entries: i64,
    /// Which run this is: what belongs to an earlier one is not counted.
    pub(crate) run: u64,
    /// Awaits that were reached.
    pub(crate) awaits: u32,
    /// Calls of the function by itself that are not over.
    pub(crate) depth: u32,
    /// How often the map is held by the body.
    pub(crate) held: u32,
}

thread_local! {
    static LOG: RefCell<Log> = RefCell::new(Log {
        events: Vec::new(),
        phase: Phase::Call,
        exit: Exit::Tail,
        samplers: Vec::new(),
        wakers: Vec::new(),
        script: Script::new(0, 0),
        last_id: 0,
        alive: 0,
        entries: 0,
        run: 0,
        awaits: 0,
        depth: 0,
        held: 0,
    });
}

/// Not from within another.
pub(crate) fn with<R>(look: impl FnOnce(&mut Log) -> R) -> R {
    LOG.with(|log| look(&mut log.borrow_mut()))
}

/// As [`with`], also from a destructor that runs when the thread has ended: some maps drop that late.
pub(crate) fn with_if_there(look: impl FnOnce(&mut Log)) {
    let _ = LOG.try_with(|log| {
        if let Ok(mut log) = log.try_borrow_mut() {
            look(&mut log);
        }
    });
}

/// The sampler uses the map, which may use the log.
pub(crate) fn sample() -> [Option<usize>; 2] {
    let samplers = with(|log| std::mem::take(&mut log.samplers));
    let mut live = samplers.iter().map(|sampler| sampler());
    let live = [live.next().flatten(), live.next().flatten()];
    with(|log| log.samplers = samplers);
    live
}

pub(crate) fn write(what: &'static str, site: u32, id: u32, class: Class) {
    let live = sample();
    with(|log| {
        let (phase, depth) = (log.phase, log.depth);
        log.events.push(Event { what, site, id, class, phase, depth, live });
    });
}
