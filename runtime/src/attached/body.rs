//! `Attached` as an HTTP body.

use super::{Attached, EndOnDrop};
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
        let end = EndOnDrop(this.guard);
        let polled = this.inner.as_mut().poll_frame(cx);
        // A body may report its end together with its last frame. Servers do not poll it again then.
        let ended = match &polled {
            Poll::Pending => false,
            Poll::Ready(None) => true,
            Poll::Ready(Some(_)) => this.inner.is_end_stream(),
        };
        if !ended {
            end.keep();
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
