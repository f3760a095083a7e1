//! Counts how each call ended, in a layer around the handlers.

use crate::fate::{Fate, PerFate};
use axum::{
    extract::{Request, State},
    http::StatusCode,
    middleware::Next,
    response::Response,
};
use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    thread,
};
use tokio::sync::watch;

/// The layer's state, for one route.
#[derive(Clone)]
pub(crate) struct Endings {
    counts: Arc<PerFate<AtomicU64>>,
    /// Held by every call until it ends, so that the server can wait for all calls.
    _running: watch::Receiver<()>,
}

impl Endings {
    pub(crate) fn new(running: watch::Receiver<()>) -> Self {
        Self { counts: Arc::default(), _running: running }
    }

    pub(crate) fn counts(&self) -> Arc<PerFate<AtomicU64>> {
        Arc::clone(&self.counts)
    }
}

pub(crate) async fn count(State(endings): State<Endings>, request: Request, next: Next) -> Response {
    let mut call = Call { endings, answered: None };
    let response = next.run(request).await;
    call.answered = Some(response.status());
    response
}

/// A running call. Only its drop observes panics and cancellations; it runs after the drop of the handler's future.
struct Call {
    endings: Endings,
    answered: Option<StatusCode>,
}

impl Drop for Call {
    fn drop(&mut self) {
        let fate = match self.answered {
            // A call with any other status was not sent by the load.
            Some(status) => Fate::ALL.into_iter().find(|fate| fate.status() == Some(status)),
            None if thread::panicking() => Some(Fate::Panic),
            None => Some(Fate::Abandon),
        };
        if let Some(fate) = fate {
            self.endings.counts[fate].fetch_add(1, Ordering::Relaxed);
        }
    }
}
