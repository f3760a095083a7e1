//! HTTP bodies.

use super::{Attached, Turn};
use core::{
    pin::Pin,
    task::{Context, Poll},
};
use http_body::{Body, Frame, SizeHint};

impl<G, B: Body> Body for Attached<G, B> {
    type Data = B::Data;
    type Error = B::Error;

    #[inline]
    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<B::Data>, B::Error>>> {
        let mut this = self.project();
        let turn = Turn(this.guard);
        let polled = this.inner.as_mut().poll_frame(cx);
        // A server that is told of the end with the last frame does not ask for another one.
        let ended = match &polled {
            Poll::Pending => false,
            Poll::Ready(None) => true,
            Poll::Ready(Some(_)) => this.inner.is_end_stream(),
        };
        if !ended {
            turn.goes_on();
        }
        polled
    }

    #[inline]
    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    #[inline]
    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}
