//! The state of the service: the calls in flight, with what they were asked.

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
    /// Its name on the command line and in reports.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::ByHand => "by-hand",
            Self::Annotated => "annotated",
        }
    }
}

#[derive(Default)]
pub(crate) struct Service {
    /// What the handler with the bug fills.
    by_hand: Mutex<HashMap<u64, Request>>,
    /// What the annotated handlers fill.
    pub(crate) annotated: InflightMap<u64, Request>,
}

impl Service {
    /// A handler that panicked is no reason for the others to: it did not hold the lock.
    pub(crate) fn by_hand(&self) -> MutexGuard<'_, HashMap<u64, Request>> {
        self.by_hand.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many entries there are.
    pub(crate) fn entries(&self) -> usize {
        self.by_hand().len() + self.annotated.len()
    }
}

/// What a call was asked, kept for whoever lists the calls in flight: a few hundred bytes.
#[expect(dead_code, reason = "nobody lists them here")]
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
