//! `Attached` as a future and as a stream.

use super::{Attached, EndOnDrop};
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
        let end = EndOnDrop(this.guard);
        let polled = this.inner.poll(cx);
        if polled.is_pending() {
            end.keep();
        }
        polled
    }
}

/// Forwards to `T`. Whether the entry has ended plays no part.
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
        let end = EndOnDrop(this.guard);
        let polled = this.inner.poll_next(cx);
        if !matches!(polled, Poll::Ready(None)) {
            end.keep();
        }
        polled
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.inner.size_hint()
    }
}

/// Forwards to `T`. Whether the entry has ended plays no part.
impl<G, S: FusedStream> FusedStream for Attached<G, S> {
    #[inline]
    fn is_terminated(&self) -> bool {
        self.inner.is_terminated()
    }
}
