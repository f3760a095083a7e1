//! What a body waits for, and a stream that is made of a body.

use crate::{
    N,
    log::{self, Class},
    noisy::noisy,
    script::pick,
};
use futures_core::Stream;
use std::{
    future::Future,
    pin::{Pin, pin},
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll, Waker},
};

/// Pending for as many polls as the script says. Has a destructor, and answers once.
#[derive(Debug)]
pub struct Wait<T> {
    site: u32,
    left: u32,
    answer: Option<T>,
    _noisy: N,
}

impl<T> Unpin for Wait<T> {}

fn waiting<T>(site: u32, answer: T) -> Wait<T> {
    Wait { site, left: pick(site, 3), answer: Some(answer), _noisy: noisy(site) }
}

#[must_use]
pub fn wait(site: u32, answer: i64) -> Wait<i64> {
    waiting(site, answer)
}

#[must_use]
pub fn wait_n(site: u32, answer: N) -> Wait<N> {
    waiting(site, answer)
}

impl<T> Future for Wait<T> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        log::write("poll", self.site, self.left, Class::Body);
        if self.left > 0 {
            self.left -= 1;
            let waker = context.waker().clone();
            log::with(|log| log.wakers.push(waker));
            return Poll::Pending;
        }
        log::with(|log| log.awaits += 1);
        Poll::Ready(self.answer.take().expect("it is polled once more"))
    }
}

/// Tells an `async` block what it answers.
pub fn as_res<T, F: Future<Output = Result<T, crate::Fail>>>(future: F) -> F {
    future
}

pub fn boxed<'a, F: Future + Send + 'a>(future: F) -> Pin<Box<dyn Future<Output = F::Output> + Send + 'a>> {
    Box::pin(future)
}

/// Polls it once, and drops it.
pub fn poll_once<F: Future<Output = i64>>(future: F) -> i64 {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(answer) => answer,
        Poll::Pending => -1,
    }
}

type Item = Arc<Mutex<Option<i64>>>;

/// Gives out the items of a [`stream`].
#[derive(Clone, Debug)]
pub struct Yielder(Item);

impl Yielder {
    pub async fn give(&self, site: u32, item: i64) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(item);
        let mut is_given = false;
        std::future::poll_fn(|_| {
            if is_given {
                return Poll::Ready(());
            }
            is_given = true;
            log::write("give", site, 0, Class::Body);
            Poll::Pending
        })
        .await;
    }
}

/// The items that a future gives out.
#[must_use]
#[derive(Debug)]
pub struct Streamed<F> {
    future: Pin<Box<F>>,
    item: Item,
    is_done: bool,
}

pub fn stream<F: Future<Output = ()>>(make: impl FnOnce(Yielder) -> F) -> Streamed<F> {
    let item = Item::default();
    Streamed { future: Box::pin(make(Yielder(Arc::clone(&item)))), item, is_done: false }
}

impl<F: Future<Output = ()>> Stream for Streamed<F> {
    type Item = i64;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<i64>> {
        if self.is_done {
            return Poll::Ready(None);
        }
        self.is_done = self.future.as_mut().poll(context).is_ready();
        let item = self.item.lock().unwrap_or_else(PoisonError::into_inner).take();
        match item {
            Some(item) => Poll::Ready(Some(item)),
            None if self.is_done => Poll::Ready(None),
            None => Poll::Pending,
        }
    }
}
