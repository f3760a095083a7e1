//! A call that is a future.
//!
//! Not an `async fn`, which would store the body twice: as an argument, and where it is polled.

use super::{
    flight::Seen,
    join::{Follower, Joined, join},
    leader::Leader,
    map::FlightMap,
    reentrancy::run_body,
    share::Sharing,
    stats::Wait,
};
use crate::entry::CallSite;
use core::{
    future::Future,
    hash::{BuildHasher, Hash},
    mem,
    pin::Pin,
    task::{Context, Poll},
};
use pin_project_lite::pin_project;
use scopeguard::ScopeGuard;

pin_project! {
    #[must_use = "futures do nothing unless you `.await` or poll them"]
    pub(crate) struct FlightFuture<'a, K, S, H, B>
    where
        K: Eq,
        K: Hash,
        S: BuildHasher,
        H: Sharing,
    {
        map: &'a FlightMap<K, H::Shared, S>,
        at: CallSite,
        stage: Stage<'a, K, H::Shared, S>,
        wait: Option<Wait<'a>>,
        // `None` once the body has finished.
        #[pin]
        body: Option<B>,
    }

    /// Drops the body first, with its flight in the thread's list of running flights: a destructor in the body may make
    /// a call with the same key, which must panic rather than wait for itself.
    impl<K, S, H, B> PinnedDrop for FlightFuture<'_, K, S, H, B>
    where
        K: Eq,
        K: Hash,
        S: BuildHasher,
        H: Sharing,
    {
        fn drop(this: Pin<&mut Self>) {
            let mut this = this.project();
            if let Stage::Leading(leader) = this.stage {
                run_body(leader.flight(), || this.body.set(None));
            }
        }
    }
}

enum Stage<'a, K: Eq + Hash, T, S: BuildHasher> {
    /// Before it joins the key, for the first time or again.
    Outside(K),
    Leading(Leader<'a, K, T, S>),
    Following(K, Follower<'a, K, T, S>),
    Over,
}

impl<'a, K: Eq + Hash, S: BuildHasher, H: Sharing, B> FlightFuture<'a, K, S, H, B> {
    pub(crate) const fn new(map: &'a FlightMap<K, H::Shared, S>, key: K, at: CallSite, body: B) -> Self {
        Self { map, at, stage: Stage::Outside(key), wait: None, body: Some(body) }
    }
}

impl<K, S, H, B> Future for FlightFuture<'_, K, S, H, B>
where
    K: Eq + Hash,
    S: BuildHasher,
    H: Sharing,
    B: Future<Output = H::Returned>,
{
    type Output = H::Returned;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<H::Returned> {
        let mut this = self.project();
        loop {
            // Moved out, so that a panic drops the stage at once, not when the future is dropped.
            match mem::replace(this.stage, Stage::Over) {
                Stage::Outside(key) => {
                    *this.stage = match join(this.map, key, this.at) {
                        Joined::Leads(leader) => {
                            if let Some(wait) = this.wait.take() {
                                wait.promoted();
                            }
                            Stage::Leading(leader)
                        }
                        Joined::Follows(key, follower) => {
                            this.wait.get_or_insert_with(|| Wait::begin(&this.map.waits, this.at));
                            Stage::Following(key, follower)
                        }
                    }
                }
                Stage::Leading(leader) => {
                    let polled = run_body(leader.flight(), || poll_body(this.body.as_mut(), context));
                    let Poll::Ready(returned) = polled else {
                        *this.stage = Stage::Leading(leader);
                        return Poll::Pending;
                    };
                    return Poll::Ready(leader.finish::<H>(returned));
                }
                Stage::Following(key, mut follower) => match follower.following.poll_seen(context) {
                    Poll::Pending => {
                        *this.stage = Stage::Following(key, follower);
                        return Poll::Pending;
                    }
                    // The leader panicked, was dropped, or shares no result.
                    Poll::Ready(Seen::Turn(turn)) => {
                        let leader = follower.lead(turn, this.at);
                        if let Some(wait) = this.wait.take() {
                            wait.promoted();
                        }
                        drop(key);
                        *this.stage = Stage::Leading(leader);
                    }
                    Poll::Ready(Seen::Closed) => *this.stage = Stage::Outside(key),
                    Poll::Ready(Seen::Result(shared)) => {
                        let shared = shared.clone();
                        if let Some(wait) = this.wait.take() {
                            wait.served();
                        }
                        // Drop before returning: rust-lang/rust#47949.
                        drop((key, follower));
                        return Poll::Ready(H::returned(shared));
                    }
                },
                Stage::Over => panic!("the future of a single flight was polled after completion"),
            }
        }
    }
}

/// Polls the body. Drops it if it is ready or panics.
fn poll_body<B: Future>(body: Pin<&mut Option<B>>, context: &mut Context<'_>) -> Poll<B::Output> {
    let mut body = scopeguard::guard(body, |mut body| body.set(None));
    let polling = body.as_mut().as_pin_mut().expect("the body is dropped only when the call has finished");
    let output = polling.poll(context);
    if output.is_pending() {
        // Keeps the body.
        ScopeGuard::into_inner(body);
    }
    output
}
