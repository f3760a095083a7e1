//! The handlers.

use crate::app::App;
use axum::{
    extract::{Path, State},
    http::{StatusCode, header},
    response::IntoResponse,
};
use prometheus_client::encoding::text::encode;
use scoped_entry::scoped_entry;
use std::sync::Arc;

#[scoped_entry(map = app.lookups, key = id)]
pub(crate) async fn lookup(State(app): State<Arc<App>>, Path(id): Path<u64>) -> String {
    app.store.look_up(id).await
}

/// Reads the maps at each scrape; nothing has to be updated in between.
pub(crate) async fn metrics(State(app): State<Arc<App>>) -> impl IntoResponse {
    const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    let mut page = String::new();
    match encode(&mut page, &app.metrics) {
        Ok(()) => Ok(([(header::CONTENT_TYPE, OPEN_METRICS)], page)),
        Err(error) => Err((StatusCode::INTERNAL_SERVER_ERROR, error.to_string())),
    }
}
