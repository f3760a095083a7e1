//! What can be raced.

use crate::{
    key::{Key, Keys},
    task::{Answer, Task},
};
use axum::{Router, routing};
use std::{future::Future, sync::Arc};

/// One way of keeping track of calls in flight.
pub(crate) trait Racer: Send + Sync + Sized + 'static {
    /// What it is called in the table, besides its version.
    const NAME: &'static str;

    /// The package whose version is told with it.
    const PACKAGE: Option<&'static str>;

    /// Whether it has to be left with no entry.
    const IS_OURS: bool = false;

    fn new() -> Self;

    /// A call that is in flight while it does what `task` says.
    fn call(&self, key: Key, task: Task) -> impl Future<Output = Answer> + Send;

    /// How many calls it takes to be in flight: by its own count where it has one, else those whose key it has kept.
    fn entries(&self, keys: &Keys) -> usize;

    /// A service each of whose requests is a call.
    fn router(self: Arc<Self>, key: Key, task: Task) -> Router {
        let handler = async move || match self.call(key, task).await {
            Ok(found) => found.to_string(),
            Err(failed) => format!("{failed:?}"),
        };
        Router::new().route("/", routing::get(handler))
    }
}
