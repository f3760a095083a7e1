//! Runs futures by hand, poll by poll: who is polled when is then up to the test alone.

use std::{
    future::Future,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, Wake, Waker},
};

/// A call, and whether it was woken since its last poll.
pub(crate) struct Call<'a, T> {
    future: Option<Pin<Box<dyn Future<Output = T> + 'a>>>,
    woken: Arc<Woken>,
}

#[derive(Default)]
struct Woken(AtomicBool);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::SeqCst);
    }
}

impl<'a, T> Call<'a, T> {
    pub(crate) fn new(future: impl Future<Output = T> + 'a) -> Self {
        Self { future: Some(Box::pin(future)), woken: Arc::default() }
    }

    pub(crate) fn poll(&mut self) -> Poll<T> {
        self.woken.0.store(false, Ordering::SeqCst);
        let waker = Waker::from(Arc::clone(&self.woken));
        let future = self.future.as_mut().expect("the call is not over");
        let polled = future.as_mut().poll(&mut Context::from_waker(&waker));
        if polled.is_ready() {
            self.future = None;
        }
        polled
    }

    #[track_caller]
    pub(crate) fn waits(&mut self) {
        assert!(self.poll().is_pending(), "the call was to wait");
    }

    #[track_caller]
    pub(crate) fn ends(&mut self) -> T {
        match self.poll() {
            Poll::Ready(output) => output,
            Poll::Pending => panic!("the call was to end"),
        }
    }

    /// Polls when woken only: what is never woken is found out.
    #[track_caller]
    pub(crate) fn runs(&mut self) -> T {
        loop {
            if let Poll::Ready(output) = self.poll() {
                return output;
            }
            assert!(self.is_woken(), "nobody is left who could wake this");
        }
    }

    pub(crate) fn is_woken(&self) -> bool {
        self.woken.0.load(Ordering::SeqCst)
    }
}

#[track_caller]
pub(crate) fn block_on<T>(future: impl Future<Output = T>) -> T {
    Call::new(future).runs()
}
