//! The state of the service.

use crate::{by_hand::ByHand, route::PerRoute};
use scoped_entry::InflightMap;
use std::sync::Arc;
use tokio::sync::Notify;

#[derive(Default)]
pub(crate) struct App {
    /// The map of the handler with the bug.
    pub(crate) by_hand: ByHand,
    /// The map of the annotated handler.
    pub(crate) annotated: InflightMap<u64>,
    /// Clients that will disconnect as soon as their call waits at its `.await`. Client and service are in one process, so
    /// the service can notify the client, and no delay has to be guessed.
    pub(crate) about_to_hang_up: InflightMap<u64, Arc<Notify>>,
}

/// Current and largest number of entries of a map.
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
