//! Claims: batches of them, and what becomes of each.

use super::{
    event::{Event, Grant, Release, Request},
    refusal::Refusal,
    state::{HeldKey, Keeper, Later, in_time, waking},
};
use crate::{
    clock,
    engine::{Answer, Answers, Holder, Wanted},
    error::{Reason, Unavailable},
    held::{Fence, Held},
};
use std::{
    sync::Arc,
    time::{Duration, UNIX_EPOCH},
};

/// How many requests for claims of a map are on their way at once. While they are, claims gather for the next batch.
const IN_FLIGHT: usize = 2;
/// The longest batch.
const BATCH: usize = 128;
/// The pause before a request is repeated that the server did not answer.
pub(super) const PAUSE: Duration = Duration::from_millis(20);

impl Keeper {
    /// Sends claims, of which there may be more than batches.
    pub(super) fn send_claims(&mut self, index: usize, now: Duration) {
        loop {
            let Some(map) = self.maps.get_mut(&index) else { return };
            if map.claims_in_flight == IN_FLIGHT || map.claims.is_empty() {
                return;
            }
            let mut batch = Vec::new();
            let mut gone = Vec::new();
            while batch.len() < BATCH
                && let Some(request) = map.claims.pop_front()
            {
                // A claim whose caller has gone is not sent.
                if request.reply.is_closed() { gone.push(request) } else { batch.push(request) }
            }
            let sending = !batch.is_empty();
            map.claims_in_flight += usize::from(sending);
            let scope = Arc::clone(&map.shared.scope);
            for request in gone {
                self.abandon(request, now);
            }
            if !sending {
                continue;
            }
            let wanted = |request: &Request| {
                let Request { key, token, location, .. } = request;
                Wanted { key: key.clone(), token: *token, location }
            };
            let wanted = batch.iter().map(wanted).collect();
            let (engine, events, ttl) = (Arc::clone(&self.engine), self.events.clone(), self.ttl);
            tokio::spawn(async move {
                let sent = clock::now();
                let answers = in_time(ttl, engine.claim(&scope, wanted)).await;
                let _ = events.send(Event::Claimed { map: index, requests: batch, sent, answers });
            });
        }
    }

    pub(super) fn claimed(
        &mut self,
        index: usize,
        requests: Vec<Request>,
        sent: Duration,
        answers: Result<Answers, Unavailable>,
    ) {
        if let Some(map) = self.maps.get_mut(&index) {
            map.claims_in_flight -= 1;
        }
        let now = clock::now();
        match answers {
            Ok(Answers::Each(answers)) => {
                for (request, answer) in requests.into_iter().zip(answers) {
                    match answer {
                        Answer::Granted { fence } => self.granted(index, request, sent, Fence(fence)),
                        Answer::Held(holder) => self.rejected(request, holder, now),
                        Answer::Full { holders } => {
                            self.refused(request, Refusal::Full { holders }, now + self.ttl, now);
                        }
                    }
                }
            }
            Ok(Answers::Recovering(remaining)) => {
                for request in requests {
                    self.refused(request, Refusal::Recovering { remaining }, now + remaining, now);
                }
            }
            Ok(Answers::OtherTtl(theirs)) => {
                for request in requests {
                    self.fail(request, Refusal::TtlMismatch { ours: self.ttl, theirs }, now);
                }
            }
            Ok(Answers::OtherLimit(theirs)) => {
                for request in requests {
                    self.fail(request, Refusal::LimitMismatch { theirs }, now);
                }
            }
            Err(unavailable) => self.unanswered(index, requests, &unavailable, now),
        }
    }

    fn granted(&mut self, index: usize, mut request: Request, sent: Duration, fence: Fence) {
        let Some(map) = self.maps.get_mut(&index) else { return };
        let valid_until = sent + self.ttl;
        let held = Arc::new(Held::new(request.token, fence, valid_until));
        let (key, waits) = (request.key.clone(), request.waits);
        let doubtful_until = request.doubtful_until.take();
        if self.closed || request.reply.is_closed() || !held.is_held() {
            self.release_now(index, Release::new(key.clone(), request.token, doubtful_until, clock::now(), self.ttl));
            if self.closed {
                self.answer(request, Refusal::Closed);
            } else if !request.reply.is_closed() {
                // The reply came so late that the claim had ended.
                let error = Unavailable::new(Reason::Timeout, "the reply came after the TTL");
                self.answer(request, Refusal::Unavailable(error));
            } else {
                map_settled(self, index);
            }
            self.next_waiter(index, &key, waits);
            return;
        }
        map.held.insert(request.token, HeldKey { key: key.clone(), held: Arc::clone(&held), doubtful_until });
        map.unsettled -= 1;
        let counters = &map.shared.counters;
        counters.granted.add(1);
        counters.waited_ns.add(clock::nanos(clock::now().saturating_sub(request.asked)));
        let token = request.token;
        let mut undelivered = None;
        let grant = Grant::new(held, index, self.events.clone());
        waking(|| undelivered = request.reply.send(Ok(grant)).err());
        if let Some(Ok(grant)) = undelivered {
            grant.disarm();
            self.release(index, token, None);
        }
        self.renew_from(clock::now(), valid_until);
        self.next_waiter(index, &key, waits);
    }

    fn rejected(&mut self, request: Request, holder: Holder, now: Duration) {
        if holder.token.is_some_and(|token| self.releasing.contains(&token)) && now < request.deadline {
            // This process has released the key, and the server has seen the claim first.
            self.at(now + Duration::from_millis(1), Later::Claim(request));
            return;
        }
        let Holder { node, location, since, expires_in, .. } = holder;
        let error = Refusal::Held { node, location, since: UNIX_EPOCH + since, expires_in };
        // A moment later than the server, whose time is in milliseconds.
        let expires = now + expires_in + Duration::from_millis(2);
        self.refused(request, error, expires, now);
    }

    /// Another call holds the key, or the server recovers. `free` is when that ends, if nothing happens before.
    fn refused(&mut self, mut request: Request, error: Refusal, free: Duration, now: Duration) {
        request.unanswered_since = None;
        if request.waits && now < request.deadline && !self.closed {
            self.wait_again(request, error, free, now);
        } else {
            self.fail(request, error, now);
        }
    }

    /// The requests had no reply, or the server refused them all.
    fn unanswered(&mut self, index: usize, requests: Vec<Request>, unavailable: &Unavailable, now: Duration) {
        let transient = unavailable.is_transient();
        for mut request in requests {
            if transient {
                request.map.counters.doubtful.add(1);
                // By then the server has dropped the key, even if it carries the request out only now.
                request.doubtful_until = Some(now + self.ttl);
            }
            let again = now + PAUSE;
            // One that waits without a deadline waits for its turn, not for the server.
            let since = *request.unanswered_since.get_or_insert(now);
            let is_patient = request.deadline < Duration::MAX || now < since + self.ttl / 2;
            if self.closed {
                self.fail(request, Refusal::Closed, now);
            } else if transient && is_patient && again < request.deadline {
                if request.waits {
                    self.wait_again(request, Refusal::Unavailable(unavailable.clone()), again, now);
                } else {
                    self.at(again, Later::Claim(request));
                }
            } else {
                let others = self.waiters_without_deadline(&request);
                self.fail(request, Refusal::Unavailable(unavailable.clone()), now);
                for request in others {
                    self.settle(request, Refusal::Unavailable(unavailable.clone()), now);
                }
            }
        }
        // Those that have not been sent yet must not wait for more requests without a reply.
        let Some(map) = self.maps.get_mut(&index) else { return };
        for request in std::mem::take(&mut map.claims) {
            if request.deadline <= now {
                self.fail(request, Refusal::Unavailable(unavailable.clone()), now);
            } else if let Some(map) = self.maps.get_mut(&index) {
                map.claims.push_back(request);
            }
        }
    }

    /// Ends a request that has asked the server, with an error.
    pub(super) fn fail(&mut self, request: Request, error: Refusal, now: Duration) {
        let (index, key, waits) = (request.map.index, request.key.clone(), request.waits);
        self.settle(request, error, now);
        self.next_waiter(index, &key, waits);
    }

    /// Ends a request with an error, and makes sure that the server has no key of it.
    pub(super) fn settle(&mut self, mut request: Request, error: Refusal, now: Duration) {
        self.withdraw(&mut request, now);
        self.answer(request, error);
    }

    /// Ends a request whose caller has gone.
    fn abandon(&mut self, mut request: Request, now: Duration) {
        self.withdraw(&mut request, now);
        map_settled(self, request.map.index);
        self.next_waiter(request.map.index, &request.key, request.waits);
    }

    fn withdraw(&mut self, request: &mut Request, now: Duration) {
        if let Some(doubtful_until) = request.doubtful_until.take() {
            let release = Release::new(request.key.clone(), request.token, Some(doubtful_until), now, self.ttl);
            self.release_now(request.map.index, release);
        }
    }

    pub(super) fn answer(&mut self, request: Request, error: Refusal) {
        let counters = &request.map.counters;
        match error {
            Refusal::Held { .. } | Refusal::Full { .. } => counters.rejected.add(1),
            _ => counters.failed.add(1),
        }
        map_settled(self, request.map.index);
        waking(|| drop(request.reply.send(Err(error))));
    }
}

/// A request has its answer, or its caller has gone.
pub(super) fn map_settled(keeper: &mut Keeper, index: usize) {
    if let Some(map) = keeper.maps.get_mut(&index) {
        map.unsettled -= 1;
    }
}
