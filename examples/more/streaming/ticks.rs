//! The streamed data: numbers at short intervals.

use futures_core::Stream;
use std::{
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};
use tokio::time::{Interval, interval};

pub(crate) struct Ticks {
    remaining: u64,
    interval: Interval,
}

impl Ticks {
    pub(crate) fn new(how_many: u64) -> Self {
        Self { remaining: how_many, interval: interval(Duration::from_millis(20)) }
    }
}

impl Stream for Ticks {
    type Item = u64;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<u64>> {
        let Some(remaining) = self.remaining.checked_sub(1) else { return Poll::Ready(None) };
        ready!(self.interval.poll_tick(context));
        self.remaining = remaining;
        Poll::Ready(Some(remaining))
    }
}

/// Maps each tick with a function.
pub(crate) struct EachTick<F>(pub(crate) Ticks, pub(crate) F);

impl<F: FnMut(u64) -> T + Unpin, T> Stream for EachTick<F> {
    type Item = T;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<T>> {
        let this = &mut *self;
        Pin::new(&mut this.0).poll_next(context).map(|tick| tick.map(&mut this.1))
    }
}
