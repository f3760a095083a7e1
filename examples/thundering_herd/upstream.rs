//! The slow upstream, which counts its requests.

use axum::{
    Router,
    extract::{Path, State},
    routing::get,
};
use scoped_entry::{InflightMap, scoped_entry};
use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    time::Duration,
};

pub(crate) const DELAY: Duration = Duration::from_millis(200);

#[derive(Default)]
pub(crate) struct Upstream {
    requests: InflightMap<u64>,
    most_at_once: AtomicUsize,
}

impl Upstream {
    pub(crate) fn hits(&self) -> usize {
        usize::try_from(self.requests.stats().entered).expect("the number of requests fits a `usize`")
    }

    pub(crate) fn most_at_once(&self) -> usize {
        self.most_at_once.load(Relaxed)
    }

    #[scoped_entry(map = self.requests, key = id)]
    async fn user(&self, id: u64) -> String {
        self.most_at_once.fetch_max(self.requests.count(&id), Relaxed);
        tokio::time::sleep(DELAY).await;
        format!("user {id}")
    }
}

pub(crate) fn router(upstream: Arc<Upstream>) -> Router {
    async fn user(State(upstream): State<Arc<Upstream>>, Path(id): Path<u64>) -> String {
        upstream.user(id).await
    }

    Router::new().route("/users/{id}", get(user)).with_state(upstream)
}
