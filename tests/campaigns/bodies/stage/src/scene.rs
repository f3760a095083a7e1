//! One call: made, polled by hand, cancelled, caught, and how it ended.

use crate::{
    N, Pair,
    case::How,
    log::{self, Phase},
    noisy::Fail,
    script::Boom,
};
use std::{
    panic::{AssertUnwindSafe, catch_unwind, panic_any},
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    task::{Context, Wake, Waker},
};

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum End {
    Returned(String),
    Panicked(String),
    Dropped { polls: u32 },
}

pub(crate) enum Turn<R> {
    Ends(R),
    GoesOn,
    Waits,
}

#[derive(Debug)]
pub(crate) struct Scene {
    pub(crate) how: How,
    pub(crate) end: Option<End>,
    pub(crate) polls: u32,
    pub(crate) called: Option<[Option<usize>; 2]>,
    pub(crate) over: Option<[Option<usize>; 2]>,
    pub(crate) faults: Vec<String>,
}

struct Woken(AtomicU32);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

impl Scene {
    pub(crate) fn made<L>(&mut self, make: impl FnOnce() -> L) -> Option<Pin<Box<L>>> {
        match catch_unwind(AssertUnwindSafe(|| Box::pin(make()))) {
            Ok(lazy) => {
                log::with(|log| log.phase = Phase::Future);
                self.called = Some(log::sample());
                Some(lazy)
            }
            Err(panic) => {
                self.over();
                self.panicked(&*panic);
                None
            }
        }
    }

    pub(crate) fn poll<L, R: Show>(
        &mut self,
        lazy: Pin<Box<L>>,
        mut turn: impl FnMut(Pin<&mut L>, &mut Context<'_>) -> Turn<R>,
    ) {
        let woken = Arc::new(Woken(AtomicU32::new(0)));
        let waker = Waker::from(Arc::clone(&woken));
        let mut context = Context::from_waker(&waker);
        let most = match self.how {
            How::ToTheEnd => u32::MAX,
            How::Dropped(polls) | How::DroppedInPanic(polls) => polls,
        };
        let mut lazy = Some(lazy);
        while let Some(polled) = lazy.as_mut().filter(|_| self.polls < most) {
            self.polls += 1;
            match catch_unwind(AssertUnwindSafe(|| turn(polled.as_mut(), &mut context))) {
                Ok(Turn::GoesOn) => {}
                Ok(Turn::Waits) => {
                    let wakers = log::with(|log| std::mem::take(&mut log.wakers));
                    let before = woken.0.load(Ordering::Relaxed);
                    let is_waiting = !wakers.is_empty();
                    wakers.into_iter().for_each(Waker::wake);
                    if is_waiting && woken.0.load(Ordering::Relaxed) == before {
                        self.faults.push(String::from("what waits has woken somebody else"));
                    }
                }
                Ok(Turn::Ends(answer)) => {
                    self.over();
                    self.returned(answer);
                    break;
                }
                Err(panic) => {
                    self.over();
                    self.panicked(&*panic);
                    break;
                }
            }
        }
        let polls = self.polls;
        let how = self.how;
        let is_over = self.end.is_some();
        let dropped = catch_unwind(AssertUnwindSafe(|| {
            let _lazy = lazy.take();
            if !is_over && matches!(how, How::DroppedInPanic(_)) {
                panic_any(Boom(u32::MAX));
            }
        }));
        if is_over {
            return;
        }
        self.over();
        match dropped {
            Err(panic) => self.panicked(&*panic),
            Ok(()) => self.end = Some(End::Dropped { polls }),
        }
    }

    pub(crate) fn over(&mut self) {
        log::with(|log| log.phase = Phase::After);
        self.over = Some(log::sample());
    }

    pub(crate) fn returned<R: Show>(&mut self, result: R) {
        self.end = Some(End::Returned(result.show()));
        // Its own destructor may panic.
        let _ = catch_unwind(AssertUnwindSafe(|| drop(result)));
    }

    pub(crate) fn panicked(&mut self, panic: &(dyn std::any::Any + Send)) {
        let with = match panic.downcast_ref::<Boom>() {
            Some(Boom(site)) => format!("boom {site}"),
            None => {
                let message = panic.downcast_ref::<String>().cloned();
                let message = message.or_else(|| panic.downcast_ref::<&str>().map(ToString::to_string));
                format!("with something else: {message:?}")
            }
        };
        self.end = Some(End::Panicked(with));
    }
}

/// A result, for comparison.
pub trait Show {
    fn show(&self) -> String;
}

macro_rules! shown_by_debug {
    ($($shown:ty)*) => {$(
        impl Show for $shown {
            fn show(&self) -> String {
                format!("{self:?}")
            }
        }
    )*};
}

shown_by_debug!(() i64 N Pair Option<i64> Option<N> Result<i64, Fail> Result<N, Fail>);
