//! What has happened to the claims of a map, in numbers.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

/// Statistics of the claims of a map, in this process, since its [`Cluster`](crate::Cluster) connected.
///
/// How many are held now, and for how long, is what [`Claims::held`](crate::Claims::held) knows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ClaimStats {
    /// Claims that were granted.
    pub granted: u64,
    /// Calls that found their key held by another.
    pub rejected: u64,
    /// Calls that failed because the server was unavailable, was recovering, or has another TTL.
    pub failed: u64,
    /// Claims that were lost while their owner still had them.
    pub lost: u64,
    /// Requests for renewal that failed. Each covers up to 500 claims, and is repeated.
    pub renewal_errors: u64,
    /// Requests for claims that failed without a reply, so that it is doubtful whether the server has carried them out.
    /// Their keys are deleted.
    pub doubtful: u64,
    /// The time from the call to the grant, over all claims that were granted. Divide it by `granted` for the average.
    pub waited: Duration,
}

/// Counters are Relaxed: each is a number of its own, and publishes nothing.
#[derive(Debug, Default)]
pub(crate) struct Counters {
    pub(crate) granted: Counter,
    pub(crate) rejected: Counter,
    pub(crate) failed: Counter,
    pub(crate) lost: Counter,
    pub(crate) renewal_errors: Counter,
    pub(crate) doubtful: Counter,
    pub(crate) waited_ns: Counter,
}

#[derive(Debug, Default)]
pub(crate) struct Counter(AtomicU64);

impl Counter {
    pub(crate) fn add(&self, count: u64) {
        self.0.fetch_add(count, Ordering::Relaxed);
    }

    fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

impl Counters {
    pub(crate) fn stats(&self) -> ClaimStats {
        ClaimStats {
            granted: self.granted.get(),
            rejected: self.rejected.get(),
            failed: self.failed.get(),
            lost: self.lost.get(),
            renewal_errors: self.renewal_errors.get(),
            doubtful: self.doubtful.get(),
            waited: Duration::from_nanos(self.waited_ns.get()),
        }
    }
}
