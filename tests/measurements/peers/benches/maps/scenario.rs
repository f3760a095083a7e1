//! What is measured.

use std::fmt;

/// What a map is asked to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Task {
    /// A call enters and leaves: through the attribute, or with a guard that is written by hand. The other entries are
    /// held aside.
    Call,
    /// A live entry, picked at random, ends, and a new one takes its place.
    Replace,
    /// One thread makes entries, and another ends them, which it is sent through a channel.
    Send,
    /// The map is asked how many entries it has.
    Len,
}

impl Task {
    fn name(self) -> &'static str {
        match self {
            Self::Call => "call",
            Self::Replace => "replace",
            Self::Send => "send",
            Self::Len => "len",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum KeyType {
    U64,
    String,
}

impl KeyType {
    pub(crate) const ALL: [Self; 2] = [Self::U64, Self::String];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::U64 => "u64",
            Self::String => "String",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Scenario {
    pub(crate) task: Task,
    pub(crate) key: KeyType,
    /// Entries in the map meanwhile, each thread having made its share of them, and one at the least.
    pub(crate) live: u32,
    pub(crate) threads: u32,
}

impl Scenario {
    pub(crate) const fn new(task: Task, key: KeyType, live: u32, threads: u32) -> Self {
        Self { task, key, live, threads }
    }
}

impl fmt::Display for Scenario {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { task, key, live, threads } = *self;
        write!(f, "{}/{}/{}/{threads}", task.name(), key.name(), short(live))
    }
}

pub(crate) fn short(number: u32) -> String {
    if number >= 1_000 { format!("{}k", number / 1_000) } else { number.to_string() }
}

/// How many entries live beside the measured one, and on how many threads, in the first two tasks.
pub(crate) const LIVE: [u32; 3] = [1, 1_000, 100_000];
pub(crate) const THREADS: [u32; 3] = [1, 2, 8];

/// More threads than cores, and than a map has shards; at [`SOME`] entries.
pub(crate) const CROWDS: [u32; 2] = [8, 32];
pub(crate) const SOME: u32 = 1_000;

/// As many threads have entries in a map that is asked for its length: a map that is sharded by thread has to sum up.
pub(crate) const SHARES: u32 = 16;

/// All scenarios, in the order of their tables.
fn all() -> Vec<Scenario> {
    let mut all = Vec::new();
    for key in KeyType::ALL {
        for task in [Task::Call, Task::Replace] {
            all.extend(THREADS.iter().flat_map(|&threads| LIVE.map(|live| Scenario::new(task, key, live, threads))));
            all.extend(CROWDS.map(|threads| Scenario::new(task, key, SOME, threads)));
        }
        all.push(Scenario::new(Task::Send, key, SOME, 2));
    }
    all.push(Scenario::new(Task::Len, KeyType::U64, SOME, 1));
    all.sort_unstable();
    all.dedup();
    all
}

/// Those whose names have one of `parts` in them, or all if there are none; without more than `most` live entries.
pub(crate) fn chosen(parts: &[String], most: u32) -> Vec<Scenario> {
    let mut chosen = all();
    chosen.retain(|scenario| {
        let name = scenario.to_string();
        scenario.live <= most && (parts.is_empty() || parts.iter().any(|part| name.contains(part)))
    });
    chosen
}
