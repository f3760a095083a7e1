//! Processes that end while there are entries. Each says on its standard output what it found when it did.

mod after_main;
mod exits;
mod hooks;
mod thread_locals;

use clap::{Parser, ValueEnum};
use scoped_entry::{InflightMap, UniqueMap};
use scoped_entry_hardening::watchdog::watched;
use std::{
    io::{Write, stdout},
    sync::LazyLock,
    time::Duration,
};

static INFLIGHT: InflightMap<u64, String> = InflightMap::new();
static UNIQUE: LazyLock<UniqueMap<u64, String>> = LazyLock::new(UniqueMap::new);

#[derive(Clone, Copy, ValueEnum)]
enum End {
    /// Guards in thread-locals of the main thread, made before its first entry.
    ThreadLocalsFirst,
    /// The same, made after it.
    ThreadLocalsLast,
    /// Handlers that the C library runs when all thread-locals are gone.
    AfterMain,
    /// `main` returns while threads enter and leave.
    ThreadsGoOn,
    /// `process::exit` with guards on the stack, in statics and in other threads.
    Exit,
    /// `process::exit` in a callback, whose entry has been made.
    ExitInCallback,
    /// `process::exit` in the destructor of a value that leaves.
    ExitInDestructor,
    /// A panic hook that looks at the maps and enters them.
    PanicHook,
}

#[derive(Parser)]
struct Args {
    end: End,
}

fn main() {
    // Also what comes after `main` is to end: whoever started this waits for it, and has a deadline of its own.
    watched("the process", Duration::from_mins(1), || match Args::parse().end {
        End::ThreadLocalsFirst => thread_locals::made_before_an_entry(),
        End::ThreadLocalsLast => thread_locals::made_after_an_entry(),
        End::AfterMain => after_main::handlers(),
        End::ThreadsGoOn => exits::threads_go_on(),
        End::Exit => exits::exit_with_guards(),
        End::ExitInCallback => exits::exit_in_callback(),
        End::ExitInDestructor => exits::exit_in_destructor(),
        End::PanicHook => hooks::hook_uses_the_maps(),
    });
}

/// Unbuffered: after `main` nobody flushes.
fn say(what: &str) {
    let mut out = stdout();
    writeln!(out, "{what}").and_then(|()| out.flush()).expect("whoever started this reads it");
}

/// The maps as they are, and that they can be entered and left.
fn say_what_is_there(when: &str) {
    let before = (INFLIGHT.len(), UNIQUE.len());
    let guards = (INFLIGHT.enter(100, String::new()), UNIQUE.try_enter(100, String::new()));
    assert!(guards.1.is_ok() && INFLIGHT.contains_key(&100) && UNIQUE.contains_key(&100));
    drop(guards);
    assert_eq!((INFLIGHT.len(), UNIQUE.len()), before);
    assert_eq!((INFLIGHT.snapshot().len(), UNIQUE.snapshot().len()), before);
    assert_eq!((INFLIGHT.stats().len, UNIQUE.stats().len), before);
    say(&format!("{when}: {}, {}", before.0, before.1));
}
