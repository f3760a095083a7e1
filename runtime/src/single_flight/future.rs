//! A call that is a future.
//!
//! Written out, and not an `async fn`: that would keep the body twice, as its argument and where it is polled.

use super::{
    FlightMap,
    aboard::aboard,
    board::{Boarding, board},
    leader::Leader,
    one::Following,
    sharing::Sharing,
    stats::Wait,
};
use crate::CallSite;
use core::{
    future::Future,
    hash::{BuildHasher, Hash},
    pin::Pin,
    task::{Context, Poll},
};
use pin_project_lite::pin_project;
use scopeguard::ScopeGuard;

pin_project! {
    #[must_use = "a future does nothing unless it is awaited"]
    pub(crate) struct Fly<'a, K, S, H, B>
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
        // `None` when it is over.
        #[pin]
        body: Option<B>,
    }

    /// The body drops first, on the list of what the thread runs: what it drops may call for the same key.
    impl<K, S, H, B> PinnedDrop for Fly<'_, K, S, H, B>
    where
        K: Eq,
        K: Hash,
        S: BuildHasher,
        H: Sharing,
    {
        fn drop(this: Pin<&mut Self>) {
            let mut this = this.project();
            if let Stage::Leading(leader) = this.stage {
                aboard(leader.flight(), || this.body.set(None));
            }
        }
    }
}

enum Stage<'a, K: Eq + Hash, T, S: BuildHasher> {
    Outside(K),
    Leading(Leader<'a, K, T, S>),
    Following(K, Following<T>),
    Over,
}

impl<'a, K: Eq + Hash, S: BuildHasher, H: Sharing, B> Fly<'a, K, S, H, B> {
    pub(crate) const fn new(map: &'a FlightMap<K, H::Shared, S>, key: K, at: CallSite, body: B) -> Self {
        Self { map, at, stage: Stage::Outside(key), wait: None, body: Some(body) }
    }
}

impl<K, S, H, B> Future for Fly<'_, K, S, H, B>
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
            // Taken out, so that a panic ends it at once, and not when somebody drops this.
            match core::mem::replace(this.stage, Stage::Over) {
                Stage::Outside(key) => {
                    *this.stage = match board(this.map, key, this.at) {
                        Boarding::Leads(leader) => {
                            if let Some(wait) = this.wait.take() {
                                wait.promoted();
                            }
                            Stage::Leading(leader)
                        }
                        Boarding::Follows(key, following) => {
                            this.wait.get_or_insert_with(|| Wait::begin(&this.map.tally));
                            Stage::Following(key, following)
                        }
                    }
                }
                Stage::Leading(leader) => {
                    let polled = aboard(leader.flight(), || poll_body(this.body.as_mut(), context));
                    let Poll::Ready(returned) = polled else {
                        *this.stage = Stage::Leading(leader);
                        return Poll::Pending;
                    };
                    return Poll::Ready(leader.land::<H>(returned));
                }
                Stage::Following(key, mut following) => match following.poll_outcome(context) {
                    Poll::Pending => {
                        *this.stage = Stage::Following(key, following);
                        return Poll::Pending;
                    }
                    Poll::Ready(None) => *this.stage = Stage::Outside(key),
                    Poll::Ready(Some(shared)) => {
                        let shared = shared.clone();
                        if let Some(wait) = this.wait.take() {
                            wait.served();
                        }
                        // Here, since a destructor that panics while something is returned makes Rust lose that.
                        drop((key, following));
                        return Poll::Ready(H::returned(shared));
                    }
                },
                Stage::Over => panic!("a single flight's future was polled after it had ended"),
            }
        }
    }
}

/// Drops the body here when it is ready, or panics.
fn poll_body<B: Future>(body: Pin<&mut Option<B>>, context: &mut Context<'_>) -> Poll<B::Output> {
    let mut body = scopeguard::guard(body, |mut body| body.set(None));
    let polling = body.as_mut().as_pin_mut().expect("a body is there for as long as its call leads or may lead");
    let output = polling.poll(context);
    if output.is_pending() {
        // It goes on.
        ScopeGuard::into_inner(body);
    }
    output
}
