//! The layer of tower-http around a service, with its `InFlightRequestsCounter`.
//!
//! It counts at the service's `call`, and down when the response's body, or a future that is not ready, drops. Loses
//! nothing.

use crate::{
    key::{Key, Keys},
    racer::Racer,
    task::{Answer, Failed, Task},
};
use axum::{Router, body::Body, extract::Request, response::Response, routing};
use std::{
    convert::Infallible,
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};
use tower_http::metrics::{
    InFlightRequestsLayer,
    in_flight_requests::{InFlightRequests, InFlightRequestsCounter},
};
use tower_service::Service;

pub(super) struct TowerHttp(InFlightRequestsCounter);

/// A service whose every request does what it is told to.
struct Handler(Task);

impl Service<Request> for Handler {
    type Response = Response;
    type Error = Failed;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Failed>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Failed>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Request) -> Self::Future {
        let task = self.0.clone();
        Box::pin(async {
            let found = task.run().await?;
            Ok(Response::new(Body::from(found.to_string())))
        })
    }
}

impl Racer for TowerHttp {
    const NAME: &'static str = "tower-http, `InFlightRequestsLayer`,";
    const PACKAGE: Option<&'static str> = Some("tower-http");

    fn new() -> Self {
        Self(InFlightRequestsCounter::new())
    }

    fn call(&self, _: Key, task: Task) -> impl Future<Output = Answer> + Send {
        let response = InFlightRequests::new(Handler(task), self.0.clone()).call(Request::new(Body::empty()));
        async {
            response.await?;
            Ok(0)
        }
    }

    fn entries(&self, _: &Keys) -> usize {
        self.0.get()
    }

    /// Around the router, as a layer is.
    fn router(self: Arc<Self>, _: Key, task: Task) -> Router {
        let handler = async move || match task.run().await {
            Ok(found) => Ok::<_, Infallible>(found.to_string()),
            Err(failed) => Ok(format!("{failed:?}")),
        };
        Router::new().route("/", routing::get(handler)).layer(InFlightRequestsLayer::new(self.0.clone()))
    }
}
