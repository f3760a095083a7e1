//! The handlers and their shared state.

use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use scoped_entry::{InflightMap, scoped_entry};
use std::{future::pending, sync::Arc};
use tokio::sync::Semaphore;

pub(crate) struct App {
    pub(crate) inflight: Arc<InflightMap<String>>,
    /// Simulates a slow database: queries wait until it is closed.
    database: Semaphore,
}

impl App {
    pub(crate) fn new() -> Self {
        Self { inflight: Arc::default(), database: Semaphore::new(0) }
    }

    pub(crate) fn let_all_go_on(&self) {
        self.database.close();
    }

    async fn query(&self) {
        _ = self.database.acquire().await;
    }
}

/// In flight until the response.
#[scoped_entry(map = app.inflight, key = name)]
pub(crate) async fn report(State(app): State<Arc<App>>, Path(name): Path<String>) -> String {
    app.query().await;
    format!("the report of {name}")
}

/// Responds at once; in flight until the job is done.
#[scoped_entry(map = Arc::clone(&app.inflight), key = name, guard = entry)]
pub(crate) async fn job(State(app): State<Arc<App>>, Path(name): Path<String>) -> StatusCode {
    tokio::spawn(async move {
        app.query().await;
        drop(entry);
    });
    StatusCode::ACCEPTED
}

/// Never responds.
#[scoped_entry(map = app.inflight, key = name)]
pub(crate) async fn hangs(State(app): State<Arc<App>>, Path(name): Path<String>) -> StatusCode {
    pending().await
}
