//! What is streamed: numbers, one after a short while.

use futures_core::Stream;
use std::{
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};
use tokio::time::{Interval, interval};

pub(crate) struct Ticks {
    left: u64,
    interval: Interval,
}

impl Ticks {
    pub(crate) fn new(how_many: u64) -> Self {
        Self { left: how_many, interval: interval(Duration::from_millis(20)) }
    }
}

impl Stream for Ticks {
    type Item = u64;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<u64>> {
        let Some(left) = self.left.checked_sub(1) else { return Poll::Ready(None) };
        ready!(self.interval.poll_tick(context));
        self.left = left;
        Poll::Ready(Some(left))
    }
}

/// A stream of what each tick is turned into.
pub(crate) struct EachTick<F>(pub(crate) Ticks, pub(crate) F);

impl<F: FnMut(u64) -> T + Unpin, T> Stream for EachTick<F> {
    type Item = T;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<T>> {
        let this = &mut *self;
        Pin::new(&mut this.0).poll_next(context).map(|tick| tick.map(&mut this.1))
    }
}
