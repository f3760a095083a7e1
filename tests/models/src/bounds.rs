//! How far the models go.

use loom::model::Builder;
use std::time::{Duration, Instant};

/// What one model may take with longer bounds. Each has its own, so that one that has too many orders holds up no other.
pub(crate) const AT_MOST: Duration = Duration::from_secs(600);

/// Whether somebody has hours: `MODELS=long`.
pub(crate) fn is_long() -> bool {
    std::env::var_os("MODELS").is_some_and(|bounds| bounds == "long")
}

/// So many interruptions, or with longer bounds one more.
pub(crate) fn interruptions(times: usize) -> usize {
    times + usize::from(is_long())
}

/// Runs a model in all orders in which a thread is interrupted so often at the most, or without a number in all orders at
/// all; with longer bounds, as far as that goes in [`AT_MOST`].
pub(crate) fn exhaust(interruptions: Option<usize>, run: impl Fn() + Send + Sync + 'static) {
    let mut builder = Builder::new();
    builder.max_duration = is_long().then_some(AT_MOST);
    let start = Instant::now();
    builder.check(run);
    if is_long() {
        let test = std::thread::current();
        let end = if start.elapsed() < AT_MOST { "all orders" } else { "not all orders" };
        eprintln!("{}: {end}, in {} s", test.name().unwrap_or("a model"), start.elapsed().as_secs());
    }
}
