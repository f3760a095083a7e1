//! What is polled: futures and streams.

use super::{Attached, Turn};
use core::{
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};
use futures_core::{FusedFuture, FusedStream, Stream};

impl<G, F: Future> Future for Attached<G, F> {
    type Output = F::Output;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let this = self.project();
        let turn = Turn(this.guard);
        let polled = this.inner.poll(cx);
        if polled.is_pending() {
            turn.goes_on();
        }
        polled
    }
}

/// Where `T` is one: its answer, which the entry has no part in.
impl<G, F: FusedFuture> FusedFuture for Attached<G, F> {
    #[inline]
    fn is_terminated(&self) -> bool {
        self.inner.is_terminated()
    }
}

impl<G, S: Stream> Stream for Attached<G, S> {
    type Item = S::Item;

    #[inline]
    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<S::Item>> {
        let this = self.project();
        let turn = Turn(this.guard);
        let polled = this.inner.poll_next(cx);
        if !matches!(polled, Poll::Ready(None)) {
            turn.goes_on();
        }
        polled
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.inner.size_hint()
    }
}

/// Where `T` is one: its answer, which the entry has no part in.
impl<G, S: FusedStream> FusedStream for Attached<G, S> {
    #[inline]
    fn is_terminated(&self) -> bool {
        self.inner.is_terminated()
    }
}
