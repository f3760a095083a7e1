//! Turns a hang into a failure that says so.

use std::{
    process,
    sync::mpsc::{self, RecvTimeoutError},
    thread,
    time::Duration,
};

/// Runs `work`, and ends the process with a message if that hangs.
///
/// `patience` is far beyond what it takes, also on a machine that is busy with other things: it is no measure of time.
pub fn watched<R>(what: &str, patience: Duration, work: impl FnOnce() -> R) -> R {
    let (done, ended) = mpsc::channel::<()>();
    let message = format!("{what} hangs: it has not ended within {patience:?}");
    thread::spawn(move || {
        if ended.recv_timeout(patience) == Err(RecvTimeoutError::Timeout) {
            eprintln!("{message}");
            process::abort();
        }
    });
    let outcome = work();
    drop(done);
    outcome
}
