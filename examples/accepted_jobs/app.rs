//! The state of the service: the jobs in flight, and the paper of the printer.

use scoped_entry::UniqueMap;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use tokio::sync::Semaphore;

#[derive(Debug)]
pub(crate) struct App {
    pub(crate) jobs: Arc<UniqueMap<u64, Asked>>,
    /// A job takes a sheet per copy, and waits until there is one.
    pub(crate) paper: Semaphore,
}

#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
pub(crate) struct Asked {
    pub(crate) copies: u32,
    pub(crate) jams: bool,
}
