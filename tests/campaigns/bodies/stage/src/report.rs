//! Plays all cases, counts how calls ended, and tells what was found.

use crate::{
    again::{KEYS, WHILE_UNWINDING},
    case::{Case, How, Run},
    compare::{account, differences},
    log::Exit,
    play::{Observed, Who},
    scene::End,
    script::Boom,
};
use std::{
    collections::BTreeMap,
    fmt, iter, panic,
    process::abort,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread,
    time::Duration,
};

#[derive(Debug, Default)]
pub struct Report {
    pub functions: usize,
    pub runs: u64,
    /// How calls of annotated functions ended.
    pub exits: BTreeMap<String, u64>,
    /// Calls of annotated functions by themselves.
    pub calls: BTreeMap<String, u64>,
    /// Runs by the form of the function, and by the map.
    pub forms: BTreeMap<String, u64>,
    pub maps: BTreeMap<String, u64>,
    /// What differed: an account for each function's first one.
    pub differences: Vec<String>,
}

/// No call takes as long: one that does waits for itself.
const DEADLINE: Duration = Duration::from_secs(20);

/// Plays each case `rounds` times, in as many threads as there are processors.
#[must_use]
pub fn play_all(cases: &[Case], seed: u64, rounds: u64) -> Report {
    // Panics that are meant are part of the play, and are compared.
    let hook = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        if !panic.payload().is::<Boom>() {
            hook(panic);
        }
    }));
    let report = Mutex::new(Report { functions: cases.len(), ..Report::default() });
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let next = AtomicU64::new(0);
    let playing: Vec<Mutex<Option<&str>>> = (0..threads).map(|_| Mutex::new(None)).collect();
    let is_done = AtomicBool::new(false);
    thread::scope(|scope| {
        let players: Vec<_> = playing
            .iter()
            .map(|playing| {
                scope.spawn(|| {
                    while let Some(case) =
                        cases.get(usize::try_from(next.fetch_add(1, Ordering::Relaxed)).unwrap_or(usize::MAX))
                    {
                        *lock(playing) = Some(case.name);
                        let of_case = play_case(case, seed, rounds);
                        lock(&report).add(of_case);
                    }
                    *lock(playing) = None;
                })
            })
            .collect();
        scope.spawn(|| watch(&next, &playing, &is_done));
        let all_played = players.into_iter().all(|player| player.join().is_ok());
        is_done.store(true, Ordering::Relaxed);
        assert!(all_played, "a player has panicked");
    });
    let _ = panic::take_hook();
    report.into_inner().unwrap_or_else(PoisonError::into_inner)
}

fn lock<T: ?Sized>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Ends the process where a call hangs: its thread cannot be ended.
fn watch(next: &AtomicU64, playing: &[Mutex<Option<&str>>], is_done: &AtomicBool) {
    let pause = Duration::from_millis(20);
    let mut since = (next.load(Ordering::Relaxed), Duration::ZERO);
    while !is_done.load(Ordering::Relaxed) {
        thread::sleep(pause);
        let now = next.load(Ordering::Relaxed);
        since = if now == since.0 { (now, since.1 + pause) } else { (now, Duration::ZERO) };
        if since.1 > DEADLINE {
            let playing: Vec<_> = playing.iter().filter_map(|playing| *lock(playing)).collect();
            eprintln!("a call hangs: one of {}", playing.join(", "));
            abort();
        }
    }
}

fn play_case(case: &Case, seed: u64, rounds: u64) -> Report {
    let mut report = Report::default();
    for round in 0..rounds {
        let run = Run::new(seed ^ (round << 32) ^ fnv(case.name), case);
        let twin = (case.play)(&run, if run.is_taken { Who::Refused } else { Who::Twin });
        let annotated = (case.play)(&run, Who::Annotated);
        report.runs += 1;
        for exit in exits(&run, &annotated) {
            *report.exits.entry(exit).or_default() += 1;
        }
        for call in calls(&run, &annotated) {
            *report.calls.entry(call).or_default() += 1;
        }
        *report.forms.entry(case.form.into()).or_default() += 1;
        *report.maps.entry(case.map.into()).or_default() += 1;
        let found = differences(case, &run, &twin, &annotated);
        if !found.is_empty() && report.differences.is_empty() {
            report.differences.push(account(case, &run, &twin, &annotated, &found));
        }
    }
    report
}

fn fnv(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

fn exits(run: &Run, annotated: &Observed) -> Vec<String> {
    let exploded = annotated.events.iter().any(|event| event.what == "explode");
    let end = match (&annotated.end, run.how) {
        _ if run.is_taken => String::from("refused"),
        (End::Returned(_), _) => match annotated.exit {
            Exit::Tail => String::from("tail"),
            Exit::Return => String::from("return"),
            Exit::Question => String::from("?"),
        },
        (End::Panicked(_), How::DroppedInPanic(polls)) if annotated.polls == polls => {
            String::from("dropped in a panic")
        }
        (End::Panicked(_), _) if exploded => String::from("panic in a destructor"),
        (End::Panicked(_), _) => String::from("panic"),
        (End::Dropped { polls: 0 }, _) => String::from("never polled"),
        (End::Dropped { .. }, _) => format!("cancelled at await {}", (annotated.awaits + 1).min(6)),
    };
    let unwinding = run.is_unwinding.then(|| format!("{end}, while a panic unwinds"));
    iter::once(end).chain(unwinding).collect()
}

/// One for each, and one more for each that is deep, or made while a panic unwinds the call around it.
fn calls(run: &Run, annotated: &Observed) -> Vec<String> {
    let events = annotated.events.iter();
    let calls = events.flat_map(|event| match event.what {
        WHILE_UNWINDING if run.is_unwinding => Vec::new(),
        WHILE_UNWINDING => vec![String::from("while a panic unwinds")],
        key if KEYS.contains(&key) && event.id > 0 => vec![key.into(), format!("{} deep", event.id + 1)],
        key if KEYS.contains(&key) => vec![key.into()],
        _ => Vec::new(),
    });
    calls.collect()
}

impl Report {
    pub fn add(&mut self, other: Self) {
        self.runs += other.runs;
        for (all, more) in [
            (&mut self.exits, other.exits),
            (&mut self.calls, other.calls),
            (&mut self.forms, other.forms),
            (&mut self.maps, other.maps),
        ] {
            for (name, count) in more {
                *all.entry(name).or_default() += count;
            }
        }
        self.differences.extend(other.differences);
    }

    /// For a program: lines of a kind, a count and a name.
    #[must_use]
    pub fn written(&self, constructs: &[(&str, usize)]) -> String {
        let mut text = format!("functions {} all\nruns {} all\n", self.functions, self.runs);
        for (kind, counts) in [("exit", &self.exits), ("call", &self.calls), ("form", &self.forms), ("map", &self.maps)]
        {
            text.extend(counts.iter().map(|(name, count)| format!("{kind} {count} {name}\n")));
        }
        text.extend(constructs.iter().map(|(name, count)| format!("construct {count} {name}\n")));
        text
    }

    /// Ways to end that no call has taken.
    #[must_use]
    pub fn missing_exits(&self) -> Vec<&'static str> {
        let all = [
            "tail",
            "return",
            "?",
            "panic",
            "panic in a destructor",
            "refused",
            "never polled",
            "cancelled at await 1",
            "cancelled at await 2",
            "cancelled at await 3",
            "dropped in a panic",
            "tail, while a panic unwinds",
            "return, while a panic unwinds",
            "?, while a panic unwinds",
            "panic, while a panic unwinds",
            "refused, while a panic unwinds",
            "cancelled at await 1, while a panic unwinds",
        ];
        all.into_iter().filter(|exit| !self.exits.contains_key(*exit)).collect()
    }

    /// Kinds of calls by themselves that no function has made.
    #[must_use]
    pub fn missing_calls(&self) -> Vec<&'static str> {
        let more = ["2 deep", "3 deep", "while a panic unwinds"];
        KEYS.into_iter().chain(more).filter(|call| !self.calls.contains_key(*call)).collect()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "functions {}, runs {}, functions that differ {}",
            self.functions,
            self.runs,
            self.differences.len()
        )?;
        for (title, counts) in
            [("exits", &self.exits), ("calls of itself", &self.calls), ("forms", &self.forms), ("maps", &self.maps)]
        {
            let counts: Vec<_> = counts.iter().map(|(name, count)| format!("{name} {count}")).collect();
            writeln!(f, "{title}: {}", counts.join(", "))?;
        }
        for difference in &self.differences {
            writeln!(f, "\n{difference}")?;
        }
        Ok(())
    }
}
