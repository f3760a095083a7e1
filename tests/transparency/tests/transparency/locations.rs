//! That panics and backtraces show the line of the user's code.

use scoped_entry::{InflightMap, scoped_entry};
use std::{
    backtrace::Backtrace,
    panic,
    pin::pin,
    sync::Mutex,
    task::{Context, Poll, Waker},
};

static INFLIGHT: InflightMap<u64> = InflightMap::new();
/// Of the test that counts what is left in it: the tests run side by side.
static OF_PANICS: InflightMap<u64> = InflightMap::new();
static PANICKED_AT: Mutex<Option<u32>> = Mutex::new(None);

#[scoped_entry(map = OF_PANICS, key = id)]
fn panics(id: u64) -> u32 {
    let before = line!();
    assert_eq!(id, 0, "line {}", before + 1);
    before
}

#[scoped_entry(map = INFLIGHT, key = id)]
fn backtrace(id: u64) -> (u32, String) {
    let line = line!() + 1;
    let backtrace = Backtrace::force_capture();
    (line, format!("{id} {backtrace}"))
}

#[scoped_entry(map = INFLIGHT, key = id)]
async fn asynchronous(id: u64) -> (u32, String) {
    std::future::ready(()).await;
    let line = line!() + 1;
    let backtrace = Backtrace::force_capture();
    (line, format!("{id} {backtrace}"))
}

#[test]
fn a_panic_is_reported_at_its_line() {
    panic::set_hook(Box::new(|panicked| {
        *PANICKED_AT.lock().unwrap() = panicked.location().map(panic::Location::line);
    }));
    let message = panic::catch_unwind(|| panics(1)).unwrap_err();
    _ = panic::take_hook();
    let line = PANICKED_AT.lock().unwrap().expect("the panic has a location");
    let message = message.downcast_ref::<String>().expect("the message was formatted");
    assert!(message.contains(&format!("line {line}")), "{message}");
    assert!(OF_PANICS.is_empty());
}

/// The frame of the function, and nothing of the attribute's own between it and its caller.
fn assert_shows(function: &str, line: u32, backtrace: &str) {
    let lines: Vec<_> = backtrace.lines().map(str::trim).collect();
    let frame = lines.iter().position(|frame| frame.contains(&format!("locations::{function}")));
    let frame = frame.unwrap_or_else(|| panic!("no frame of `{function}`:\n{backtrace}"));
    assert!(lines[frame + 1].contains(&format!("locations.rs:{line}:")), "{}\n{backtrace}", lines[frame + 1]);
    assert!(!backtrace.contains("scoped_entry::"), "{backtrace}");
}

#[test]
fn a_backtrace_shows_the_functions_line() {
    let (line, shown) = backtrace(1);
    assert_shows("backtrace", line, &shown);
}

#[test]
fn a_backtrace_shows_the_line_of_an_async_function() {
    let mut future = pin!(asynchronous(1));
    let Poll::Ready((line, shown)) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) else {
        panic!("nothing waits in it");
    };
    assert_shows("asynchronous", line, &shown);
}
