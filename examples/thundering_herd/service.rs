//! The service: two routes with the same work, one of them annotated.

use axum::{
    Router,
    extract::{Path, State},
    http::StatusCode,
    routing::get,
};
use scoped_entry::{FlightMap, single_flight};
use std::sync::Arc;

pub(crate) struct Service {
    lookups: FlightMap<u64, Arc<str>>,
    upstream: String,
    client: reqwest::Client,
}

impl Service {
    pub(crate) fn new(upstream: String, client: reqwest::Client) -> Self {
        Self { lookups: FlightMap::builder().name("lookups").build(), upstream, client }
    }

    pub(crate) fn is_idle(&self) -> bool {
        self.lookups.is_empty()
    }

    /// `share = ok`, because `reqwest::Error` is not `Clone`: an error is returned only to the call that got it.
    #[single_flight(map = self.lookups, key = id, share = ok)]
    async fn shared_user(&self, id: u64) -> Result<Arc<str>, reqwest::Error> {
        self.user(id).await
    }

    async fn user(&self, id: u64) -> Result<Arc<str>, reqwest::Error> {
        let answer = self.client.get(format!("{}/{id}", self.upstream)).send().await?;
        Ok(answer.error_for_status()?.text().await?.into())
    }
}

pub(crate) fn router(service: Arc<Service>) -> Router {
    Router::new().route("/plain/{id}", get(plain)).route("/shared/{id}", get(shared)).with_state(service)
}

async fn plain(State(service): State<Arc<Service>>, Path(id): Path<u64>) -> Result<String, StatusCode> {
    answer(service.user(id).await)
}

async fn shared(State(service): State<Arc<Service>>, Path(id): Path<u64>) -> Result<String, StatusCode> {
    answer(service.shared_user(id).await)
}

fn answer(user: Result<Arc<str>, reqwest::Error>) -> Result<String, StatusCode> {
    user.map(|user| user.to_string()).map_err(|_| StatusCode::BAD_GATEWAY)
}
