//! How each call ended, as the service sees it: a layer around the handlers, which know nothing of it.

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
    /// Kept by every call to its very end, for the server to wait until there is none.
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

/// A running call. Panics and cancellations are seen by its drop alone, which comes after the handler's own.
struct Call {
    endings: Endings,
    answered: Option<StatusCode>,
}

impl Drop for Call {
    fn drop(&mut self) {
        let fate = match self.answered {
            // A status that no fate has is the answer to a call that the load did not send.
            Some(status) => Fate::ALL.into_iter().find(|fate| fate.status() == Some(status)),
            None if thread::panicking() => Some(Fate::Panic),
            None => Some(Fate::Abandon),
        };
        if let Some(fate) = fate {
            self.endings.counts[fate].fetch_add(1, Ordering::Relaxed);
        }
    }
}
