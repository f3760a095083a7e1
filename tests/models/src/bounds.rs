//! How far the models go.

use loom::model::Builder;
use std::time::{Duration, Instant};

/// Set if somebody has hours, `MODELS=600`: how many seconds one model may take with longer bounds. Each has its own, so that
/// one that has too many orders holds up no other.
pub(crate) fn at_most() -> Option<Duration> {
    let seconds = std::env::var("MODELS").ok()?;
    Some(Duration::from_secs(seconds.parse().expect("`MODELS` is a number of seconds")))
}

/// So many interruptions, or with longer bounds one more.
pub(crate) fn interruptions(times: usize) -> usize {
    times + usize::from(at_most().is_some())
}

/// Runs a model in all orders in which a thread is interrupted so often at the most, or without a number in all orders at
/// all; with longer bounds, as far as that goes in [their time](at_most).
pub(crate) fn exhaust(interruptions: Option<usize>, run: impl Fn() + Send + Sync + 'static) {
    let mut builder = Builder::new();
    builder.preemption_bound = interruptions;
    builder.max_duration = at_most();
    let start = Instant::now();
    builder.check(run);
    if let Some(at_most) = at_most() {
        let test = std::thread::current();
        let end = if start.elapsed() < at_most { "all orders" } else { "not all orders" };
        eprintln!("{}: {end}, in {} s", test.name().unwrap_or("a model"), start.elapsed().as_secs());
    }
}
