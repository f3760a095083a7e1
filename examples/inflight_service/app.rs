//! The state of the service.

use crate::{by_hand::ByHand, route::PerRoute};
use scoped_entry::InflightMap;
use std::sync::Arc;
use tokio::sync::Notify;

#[derive(Default)]
pub(crate) struct App {
    /// What the handler with the bug fills.
    pub(crate) by_hand: ByHand,
    /// What the annotated handler fills.
    pub(crate) annotated: InflightMap<u64>,
    /// Clients that wait for their call to be in mid-await, to hang up then: client and service are one process, and
    /// so this need not be guessed by time.
    pub(crate) about_to_hang_up: InflightMap<u64, Arc<Notify>>,
}

/// Of one map.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Entries {
    pub(crate) live: usize,
    pub(crate) peak: usize,
}

impl App {
    pub(crate) fn entries(&self) -> PerRoute<Entries> {
        let annotated = self.annotated.stats();
        PerRoute {
            by_hand: Entries { live: self.by_hand.len(), peak: self.by_hand.peak() },
            annotated: Entries { live: annotated.len, peak: annotated.peak },
        }
    }
}
