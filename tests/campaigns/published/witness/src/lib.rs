//! The map that every annotated function of a published crate enters, and what each process says of it when it ends.
//!
//! A process writes to the folder `ENTRY_WITNESS`: an empty file when it makes its first entry, and when it ends the
//! report, beside it. A process that is aborted leaves the empty file alone.

pub use scoped_entry;

use scoped_entry::InflightMap;
use std::{
    env,
    fmt::Write as _,
    fs,
    path::PathBuf,
    process,
    sync::{
        Once,
        atomic::{AtomicBool, Ordering},
    },
    time::{SystemTime, UNIX_EPOCH},
};

/// More functions than any crate has.
const FUNCTIONS: usize = 1 << 16;

static MAP: InflightMap<u32> = InflightMap::new();
static ENTERED: [AtomicBool; FUNCTIONS] = [const { AtomicBool::new(false) }; FUNCTIONS];
static STARTED: Once = Once::new();

/// The map, for a call of the function that has this number.
pub fn map(function: u32) -> &'static InflightMap<u32> {
    STARTED.call_once(|| write("entered", ""));
    if let Some(entered) = ENTERED.get(function as usize)
        && !entered.load(Ordering::Relaxed)
    {
        entered.store(true, Ordering::Relaxed);
    }
    &MAP
}

// The linker's list of what runs at the end: all of std that is used here, files and the environment, works there.
#[allow(unsafe_code, reason = "code that runs after `main` has to be marked so")]
#[dtor::dtor(unsafe)]
fn report() {
    if !STARTED.is_completed() {
        return;
    }
    let mut report = format!("entered {}\n", MAP.stats().entered);
    for live in MAP.snapshot() {
        let _ = writeln!(report, "left {}", live.key);
    }
    for (function, entered) in ENTERED.iter().enumerate() {
        if entered.load(Ordering::Relaxed) {
            let _ = writeln!(report, "function {function}");
        }
    }
    write("report", &report);
}

/// One process may follow another under the same number, so the time is in the name.
fn write(extension: &str, text: &str) {
    static NAME: std::sync::OnceLock<Option<PathBuf>> = std::sync::OnceLock::new();
    let name = NAME.get_or_init(|| {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Some(PathBuf::from(env::var_os("ENTRY_WITNESS")?).join(format!("{}-{}", process::id(), since.as_nanos())))
    });
    // Without a folder nobody asks. With one, a report that is missing is found by who does.
    if let Some(name) = name {
        let _ = fs::write(name.with_extension(extension), text);
    }
}
