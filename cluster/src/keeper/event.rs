//! What the keeper is told, by handles and by its own requests.

use super::refusal::Refusal;
use crate::{
    clock,
    counters::Counters,
    engine::{Answers, Scope},
    error::{Lost, NotClosed, Unavailable},
    fleet::Fleet,
    held::Held,
    key::EncodedKey,
    token::Token,
};
use scoped_entry::{InflightMap, observe::Registry};
use std::{panic::Location, sync::Arc, time::Duration};
use tokio::sync::{mpsc::UnboundedSender, oneshot};

/// A map of this process: what handles and keeper share of it.
#[derive(Debug)]
pub(crate) struct ClaimMap {
    pub(crate) index: usize,
    pub(crate) scope: Arc<Scope>,
    pub(crate) counters: Counters,
    /// The claims that this process holds.
    pub(crate) held: Arc<InflightMap<EncodedKey>>,
}

/// A call that wants a key.
#[derive(Debug)]
pub(crate) struct Request {
    pub(crate) map: Arc<ClaimMap>,
    pub(crate) key: EncodedKey,
    pub(crate) token: Token,
    pub(crate) location: &'static Location<'static>,
    pub(crate) asked: Duration,
    /// The local time after which the call is answered with an error.
    pub(crate) deadline: Duration,
    /// Whether it waits while the key is held by another.
    pub(crate) waits: bool,
    /// Until when a request that had no reply may still be carried out by the server.
    pub(crate) doubtful_until: Option<Duration>,
    /// Since when the server has not answered.
    pub(crate) unanswered_since: Option<Duration>,
    pub(crate) reply: oneshot::Sender<Result<Grant, Refusal>>,
}

/// A key that is to be deleted if its token owns it.
#[derive(Debug)]
pub(crate) struct Release {
    pub(crate) key: EncodedKey,
    pub(crate) token: Token,
    /// After this time the key has expired in any case.
    pub(crate) give_up: Duration,
    /// Repeated until then, since a claim without a reply may be carried out after the release.
    pub(crate) doubtful_until: Option<Duration>,
    /// Whether a request had no reply, so that it may have been the one that deleted the key.
    pub(crate) repeated: bool,
    pub(crate) ack: Option<Ack>,
}

/// Who waits for a release, and until when the claim was valid.
#[derive(Debug)]
pub(crate) struct Ack {
    pub(crate) reply: oneshot::Sender<Result<(), Lost>>,
    pub(crate) valid_until: Option<Duration>,
}

impl Ack {
    /// `deleted` says whether this request deleted the key, `repeated` whether an earlier one may have.
    pub(crate) fn answer(self, deleted: bool, repeated: bool) {
        // Until then no other claim can have had the key, so if it is gone, an earlier request has deleted it.
        let in_time = repeated && self.valid_until.is_some_and(|until| clock::now() < until);
        let result = if self.valid_until.is_some() && (deleted || in_time) { Ok(()) } else { Err(Lost) };
        // The receiver may be gone.
        let _ = self.reply.send(result);
    }
}

#[derive(Debug)]
pub(crate) enum Event {
    Claim(Request),
    /// Of a claim that is held.
    Release {
        map: usize,
        token: Token,
        ack: Option<Ack>,
    },
    /// The end of a request for claims, with the local time at which it was sent.
    Claimed {
        map: usize,
        requests: Vec<Request>,
        sent: Duration,
        answers: Result<Answers, Unavailable>,
    },
    Released {
        map: usize,
        releases: Vec<Release>,
        deleted: Result<Vec<bool>, Unavailable>,
    },
    /// Claims that the server no longer has, or whose renewal came too late.
    NotRenewed {
        map: usize,
        tokens: Vec<Token>,
    },
    /// A key was released, by its channel.
    Freed(Vec<u8>),
    Close {
        deadline: Duration,
        reply: oneshot::Sender<Result<(), NotClosed>>,
    },
    Publish(Registry),
    Published,
    Fleet(oneshot::Sender<Result<Fleet, Unavailable>>),
    /// The last handle is gone.
    End,
}

/// A claim on its way to the caller, and the part of a [`Claim`](crate::Claim) that releases it when it drops.
#[derive(Debug)]
pub(crate) struct Grant {
    pub(crate) held: Arc<Held>,
    map: usize,
    /// `None` once the claim is released.
    events: Option<UnboundedSender<Event>>,
}

impl Grant {
    pub(super) fn new(held: Arc<Held>, map: usize, events: UnboundedSender<Event>) -> Self {
        Self { held, map, events: Some(events) }
    }

    fn end(&mut self, ack: Option<Ack>) {
        if let Some(events) = self.events.take() {
            // Without a keeper, the key expires.
            let _ = events.send(Event::Release { map: self.map, token: self.held.token, ack });
        }
    }

    /// Releases the claim, and returns where the confirmation arrives.
    pub(crate) fn release(mut self) -> oneshot::Receiver<Result<(), Lost>> {
        let (reply, confirmed) = oneshot::channel();
        let valid_until = self.held.is_held().then(|| self.held.valid_until()).flatten();
        self.end(Some(Ack { reply, valid_until }));
        confirmed
    }

    /// For the keeper, which releases it otherwise.
    pub(super) fn disarm(mut self) {
        drop(self.events.take());
    }
}

impl Drop for Grant {
    fn drop(&mut self) {
        self.end(None);
    }
}
