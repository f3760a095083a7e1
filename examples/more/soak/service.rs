//! The state of the service: the calls in flight, with their requests.

use scoped_entry::InflightMap;
use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Handler {
    ByHand,
    Annotated,
}

impl Handler {
    /// Returns the name on the command line and in reports.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::ByHand => "by-hand",
            Self::Annotated => "annotated",
        }
    }
}

#[derive(Default)]
pub(crate) struct Service {
    /// The map of the handler with the bug.
    by_hand: Mutex<HashMap<u64, Request>>,
    /// The map of the annotated handlers.
    pub(crate) annotated: InflightMap<u64, Request>,
}

impl Service {
    /// Locks the map. Poison is ignored, because handlers panic without holding the lock.
    pub(crate) fn by_hand(&self) -> MutexGuard<'_, HashMap<u64, Request>> {
        self.by_hand.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the number of entries in both maps.
    pub(crate) fn entries(&self) -> usize {
        self.by_hand().len() + self.annotated.len()
    }
}

/// The request of a call, as a service keeps it to list the calls in flight: a few hundred bytes.
#[expect(dead_code, reason = "this program does not list them")]
pub(crate) struct Request {
    client: String,
    line: String,
    trace: String,
}

impl Request {
    pub(crate) fn new(id: u64) -> Self {
        Self {
            client: format!("203.0.113.{}:{}", id % 256, 1_024 + id % 60_000),
            line: format!("GET /v2/tenants/{:08x}/orders/{id:016x}?{}", id % 1_000, "fields=id,state,items&".repeat(8)),
            trace: format!("00-{id:032x}-{id:016x}-01"),
        }
    }
}
