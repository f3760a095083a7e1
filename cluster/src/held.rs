//! A claim that is held, as the keeper and the claim's owner share it.

use crate::{clock, token::Token};
use std::{
    future::Future,
    pin::pin,
    sync::atomic::{AtomicU64, Ordering},
    task::Poll,
    time::Duration,
};
use tokio::sync::Notify;

/// Proof of order: of two claims of a key, the later one has the higher fence.
///
/// Send it along with each write, and let the store refuse a write whose fence is lower than one that it has seen. Then
/// a holder that was paused for too long cannot overwrite what its successor has written.
///
/// Fences of a map never go backwards, even if the server loses its data: a fence is at least the server's time in
/// microseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fence(pub(crate) u64);

impl Fence {
    /// Returns the fence as a number.
    #[must_use]
    pub fn get(self) -> u64 {
        self.0
    }
}

impl std::fmt::Display for Fence {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// What stands in `valid_until` once the claim is lost.
const LOST: u64 = 0;

#[derive(Debug)]
pub(crate) struct Held {
    pub(crate) token: Token,
    pub(crate) fence: Fence,
    /// The local time until which no other node can hold the key, or [`LOST`], after which it never changes.
    ///
    /// All accesses are Relaxed: it is the only word that is shared, and what is asked of it is the order of its own
    /// modifications. `extend` and `expire` are read-modify-writes, so `LOST` is final.
    valid_until: AtomicU64,
    lost: Notify,
}

impl Held {
    pub(crate) fn new(token: Token, fence: Fence, valid_until: Duration) -> Self {
        Self { token, fence, valid_until: AtomicU64::new(clock::nanos(valid_until)), lost: Notify::new() }
    }

    /// Whether the claim is valid by the local clock. Once false, always false.
    pub(crate) fn is_held(&self) -> bool {
        loop {
            let until = self.valid_until.load(Ordering::Relaxed);
            if until == LOST {
                return false;
            }
            if clock::nanos(clock::now()) < until {
                return true;
            }
            // If the keeper has extended it meanwhile, it did so in time: look again.
            if self.valid_until.compare_exchange(until, LOST, Ordering::Relaxed, Ordering::Relaxed).is_ok() {
                self.lost.notify_waiters();
                return false;
            }
        }
    }

    /// The local time at which the claim is lost unless it is extended, or `None` if it is lost.
    pub(crate) fn valid_until(&self) -> Option<Duration> {
        let until = self.valid_until.load(Ordering::Relaxed);
        (until != LOST).then(|| Duration::from_nanos(until))
    }

    /// After a renewal. Returns false if the claim was lost before.
    pub(crate) fn extend(&self, to: Duration) -> bool {
        let to = clock::nanos(to);
        loop {
            let until = self.valid_until.load(Ordering::Relaxed);
            if until == LOST || clock::nanos(clock::now()) >= until {
                return self.is_held();
            }
            let longer = until.max(to);
            if self.valid_until.compare_exchange(until, longer, Ordering::Relaxed, Ordering::Relaxed).is_ok() {
                return true;
            }
        }
    }

    /// Ends the claim, and wakes who waits for that. Runs wakers, so no lock may be held.
    pub(crate) fn expire(&self) {
        if self.valid_until.swap(LOST, Ordering::Relaxed) != LOST {
            self.lost.notify_waiters();
        }
    }

    /// Waits until the claim is lost.
    pub(crate) async fn lost(&self) {
        loop {
            let mut notified = pin!(self.lost.notified());
            // Registered before looking, so that a notification in between is not missed.
            notified.as_mut().enable();
            if !self.is_held() {
                return;
            }
            notified.await;
        }
    }

    /// Runs a future as long as the claim is held. Returns `None` if the claim was lost before the future ended.
    pub(crate) async fn while_held<F: Future>(&self, future: F) -> Option<F::Output> {
        let mut future = pin!(future);
        let mut lost = pin!(self.lost());
        std::future::poll_fn(|cx| {
            // The clock is read before each poll: a process that was paused must not go on with its work.
            if !self.is_held() || lost.as_mut().poll(cx).is_ready() {
                return Poll::Ready(None);
            }
            future.as_mut().poll(cx).map(|output| self.is_held().then_some(output))
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(valid_for: Duration) -> Held {
        Held::new(Token::new(), Fence(1), clock::now() + valid_for)
    }

    #[test]
    fn lost_is_final() {
        let claim = held(Duration::ZERO);
        assert!(!claim.is_held());
        assert!(!claim.extend(clock::now() + Duration::from_secs(9)));
        assert!(!claim.is_held());
    }

    #[test]
    fn a_late_renewal_does_not_extend_a_claim_whose_end_was_not_noticed() {
        let claim = held(Duration::ZERO);
        assert!(!claim.extend(clock::now() + Duration::from_secs(9)));
    }

    #[test]
    fn a_renewal_never_shortens() {
        let claim = held(Duration::from_secs(9));
        let until = claim.valid_until();
        assert!(claim.extend(clock::now()));
        assert_eq!(claim.valid_until(), until);
        claim.expire();
        assert!(!claim.is_held());
    }
}
