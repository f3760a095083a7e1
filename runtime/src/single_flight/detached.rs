//! A call whose body runs in a task of its own, for as long as any call waits for its result.

use super::{
    flight::{Flight, Seen},
    join::{Joined, join},
    leader::Leader,
    map::FlightMap,
    reentrancy::run_body,
    share::Sharing,
    slot::{Slot, SlotWriter},
    stats::Wait,
    sync::Arc,
};
use crate::{
    entry::{CallSite, EntryGuard},
    maps::UniqueTicket,
};
use core::{
    fmt,
    future::{Future, poll_fn},
    hash::{BuildHasher, Hash},
    pin::Pin,
    task::{Context, Poll},
};
use pin_project_lite::pin_project;

/// Makes a call. If it leads, passes the task to `spawn` and waits for it.
pub(super) async fn call<K, S, H, B, R>(
    map: Arc<FlightMap<K, H::Shared, S>>,
    mut key: K,
    at: CallSite,
    spawn: impl FnOnce(DetachedFlight<K, S, H, B>) -> R,
    body: B,
) -> H::Returned
where
    K: Eq + Hash,
    S: BuildHasher,
    H: Sharing,
    B: Future<Output = H::Returned>,
{
    let mut wait = None;
    let (ticket, flight) = loop {
        let leader = match join(&map, key, &at) {
            Joined::Leads(leader) => leader,
            Joined::Follows(again, mut follower) => {
                key = again;
                wait.get_or_insert_with(|| Wait::begin(&map.waits, &at));
                let seen = poll_fn(|context| {
                    follower.following.poll_seen(context).map(|seen| match seen {
                        Seen::Result(shared) => Seen::Result(shared.clone()),
                        Seen::Turn(turn) => Seen::Turn(turn),
                        Seen::Closed => Seen::Closed,
                    })
                });
                match seen.await {
                    Seen::Result(shared) => {
                        if let Some(wait) = wait {
                            wait.served();
                        }
                        // Drop before returning: rust-lang/rust#47949.
                        drop((key, follower, body, spawn));
                        return H::returned(shared);
                    }
                    Seen::Turn(turn) => follower.lead(turn, &at),
                    Seen::Closed => continue,
                }
            }
        };
        if let Some(wait) = wait.take() {
            wait.promoted();
        }
        break leader.into_parts();
    };
    let (slot, writer) = Slot::new();
    let _initiator = Flight::initiate(&flight);
    let leading = Leading { map: Arc::clone(&map), ticket: Some(ticket), flight };
    drop(spawn(DetachedFlight { leading: Some(leading), writer: Some(writer), body: Some(body) }));
    match poll_fn(|context| slot.poll(context)).await {
        Some(returned) => returned,
        None => panic!("single flight: the task of the call at {} ended without a result", at.location()),
    }
}

pin_project! {
    /// The task of a detached flight: the future that a call of [`FlightMap::run_detached`] passes to the spawner. It runs
    /// the body for as long as any call waits.
    ///
    /// Dropping it abandons the flight: the next call that waits runs its own body.
    #[must_use = "the flight does not run before the future is polled"]
    pub struct DetachedFlight<K, S, H, B>
    where
        K: Eq,
        K: Hash,
        S: BuildHasher,
        H: Sharing,
    {
        // `None` once it has ended.
        leading: Option<Leading<K, H::Shared, S>>,
        writer: Option<SlotWriter<H::Returned>>,
        #[pin]
        body: Option<B>,
    }

    /// Drops the body first, with its flight in the thread's list of running flights: a destructor in the body may make
    /// a call with the same key, which must panic rather than wait for itself.
    impl<K, S, H, B> PinnedDrop for DetachedFlight<K, S, H, B>
    where
        K: Eq,
        K: Hash,
        S: BuildHasher,
        H: Sharing,
    {
        fn drop(this: Pin<&mut Self>) {
            let mut this = this.project();
            if let Some(leading) = this.leading {
                run_body(&leading.flight, || this.body.set(None));
            }
        }
    }
}

impl<K, S, H, B> Future for DetachedFlight<K, S, H, B>
where
    K: Eq + Hash,
    S: BuildHasher,
    H: Sharing,
    B: Future<Output = H::Returned>,
{
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let mut this = self.project();
        // Moved out, so that a panic ends the flight at once, not when the future is dropped.
        let Some(leading) = this.leading.take() else { return Poll::Ready(()) };
        let writer = this.writer.take();
        let polled = run_body(&leading.flight, || {
            // The body is dropped within, if it is ready, panics, or is not wanted any more.
            let mut body = scopeguard::guard(this.body.as_mut(), |mut body| body.set(None));
            if !leading.flight.is_wanted(context.waker()) {
                return Poll::Ready(None);
            }
            let polling = body.as_mut().as_pin_mut().expect("the body is dropped only when the flight has ended");
            let polled = polling.poll(context);
            if polled.is_pending() {
                scopeguard::ScopeGuard::into_inner(body);
            }
            polled.map(Some)
        });
        match polled {
            Poll::Pending => {
                *this.leading = Some(leading);
                *this.writer = writer;
                Poll::Pending
            }
            Poll::Ready(returned) => {
                if let Some(returned) = returned {
                    let returned = leading.finish::<H>(returned);
                    if let Some(writer) = writer {
                        writer.write(returned);
                    }
                }
                Poll::Ready(())
            }
        }
    }
}

impl<K, S, H, B> fmt::Debug for DetachedFlight<K, S, H, B>
where
    K: Eq + Hash,
    S: BuildHasher,
    H: Sharing,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DetachedFlight").finish_non_exhaustive()
    }
}

/// A leader that owns its map.
struct Leading<K: Eq + Hash, T, S: BuildHasher> {
    map: Arc<FlightMap<K, T, S>>,
    /// `None` once it has ended.
    ticket: Option<UniqueTicket>,
    flight: Arc<Flight<T>>,
}

impl<K: Eq + Hash, T, S: BuildHasher> Leading<K, T, S> {
    /// Returns the leader, once.
    fn leader(map: &FlightMap<K, T, S>, ticket: UniqueTicket, flight: Arc<Flight<T>>) -> Leader<'_, K, T, S> {
        Leader::new(EntryGuard::from_ticket(&map.flights, ticket), flight)
    }

    fn finish<H: Sharing<Shared = T>>(mut self, returned: H::Returned) -> H::Returned
    where
        T: Clone,
    {
        match self.ticket.take() {
            Some(ticket) => Self::leader(&self.map, ticket, Arc::clone(&self.flight)).finish::<H>(returned),
            None => returned,
        }
    }
}

/// Abandons the flight.
impl<K: Eq + Hash, T, S: BuildHasher> Drop for Leading<K, T, S> {
    fn drop(&mut self) {
        if let Some(ticket) = self.ticket.take() {
            drop(Self::leader(&self.map, ticket, Arc::clone(&self.flight)));
        }
    }
}
