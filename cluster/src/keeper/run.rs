//! The keeper's loop.

use super::{
    event::{Event, Request},
    refusal::Refusal,
    state::{Closing, Keeper, Later, Map, waking},
};
use crate::{clock, error::NotClosed};
use std::{sync::Arc, time::Duration};
use tokio::sync::mpsc::UnboundedReceiver;

/// How many events are handled before requests are sent.
const EVENTS: usize = 4_096;
/// The longest sleep while claims are held: timers stop while the machine is suspended.
const LONGEST_SLEEP: Duration = Duration::from_secs(1);

pub(super) async fn run(mut keeper: Keeper, mut events: UnboundedReceiver<Event>) {
    loop {
        let now = clock::now();
        keeper.on_time(now);
        keeper.send(now);
        keeper.close(now);
        if keeper.has_ended(now) {
            return;
        }
        let event = match keeper.next_wake(now) {
            // The keeper itself has a sender, so the channel is never closed.
            None => events.recv().await,
            Some(sleep) => tokio::time::timeout(sleep, events.recv()).await.unwrap_or_default(),
        };
        let Some(event) = event else { continue };
        keeper.on(event);
        for _ in 0..EVENTS {
            let Ok(event) = events.try_recv() else { break };
            keeper.on(event);
        }
    }
}

impl Keeper {
    fn on(&mut self, event: Event) {
        match event {
            Event::Claim(request) => self.claim(request),
            Event::Release { map, token, ack } => self.release(map, token, ack),
            Event::Claimed { map, requests, sent, answers } => self.claimed(map, requests, sent, answers),
            Event::Released { map, releases, deleted } => self.released(map, releases, deleted),
            Event::NotRenewed { map, tokens } => self.not_renewed(map, tokens),
            Event::Freed(channel) => self.freed(&channel, clock::now()),
            Event::Close { deadline, reply } => {
                self.refuse_all();
                self.closing.push(Closing { deadline, reply });
            }
            Event::Publish(registry) => self.add_registry(registry, clock::now()),
            Event::Published => self.publishing = false,
            Event::Fleet(reply) => self.read_fleet(reply),
            Event::End => {
                self.refuse_all();
                self.ends = Some(clock::now() + self.ttl);
            }
        }
    }

    fn claim(&mut self, request: Request) {
        let map = self.maps.entry(request.map.index).or_insert_with(|| Map::new(Arc::clone(&request.map)));
        map.unsettled += 1;
        if self.closed {
            self.answer(request, Refusal::Closed);
        } else if request.waits {
            self.wait(request);
        } else {
            map.claims.push_back(request);
        }
    }

    /// From now on there are no new claims.
    fn refuse_all(&mut self) {
        self.closed = true;
        let now = clock::now();
        let queued: Vec<Request> = self.maps.values_mut().flat_map(|map| std::mem::take(&mut map.claims)).collect();
        let keys =
            |(index, map): (&usize, &Map)| map.waiting.keys().map(|key| (*index, key.clone())).collect::<Vec<_>>();
        let waiting: Vec<_> = self.maps.iter().flat_map(keys).collect();
        for request in queued {
            self.fail(request, Refusal::Closed, now);
        }
        for (index, key) in waiting {
            self.poll(index, &key, now);
        }
    }

    fn on_time(&mut self, now: Duration) {
        while let Some(first) = self.later.first_entry().filter(|first| first.key().0 <= now) {
            match first.remove() {
                Later::Claim(request) if self.closed => self.fail(request, Refusal::Closed, now),
                Later::Claim(request) => {
                    if let Some(map) = self.maps.get_mut(&request.map.index) {
                        map.claims.push_back(request);
                    }
                }
                Later::Release(index, release) => {
                    if let Some(map) = self.maps.get_mut(&index) {
                        map.releases.push(release);
                    }
                }
                Later::Poll(index, key) => self.poll(index, &key, now),
            }
        }
        self.expire(now);
        self.renew(now);
        self.publish(now);
    }

    /// Releases before claims: a key that this process has released is free for its own next claim.
    fn send(&mut self, now: Duration) {
        let indexes: Vec<usize> = self.maps.keys().copied().collect();
        for index in indexes {
            self.send_releases(index);
            self.send_claims(index, now);
            // Of callers that have gone.
            self.send_releases(index);
        }
    }

    fn is_settled(&self) -> bool {
        self.releasing.is_empty() && self.maps.values().all(|map| map.unsettled == 0)
    }

    fn close(&mut self, now: Duration) {
        if self.closing.is_empty() {
            return;
        }
        let (held, unconfirmed) = (self.held(), self.releasing.len());
        let is_closed = held == 0 && self.is_settled();
        for closing in std::mem::take(&mut self.closing) {
            if is_closed {
                waking(|| _ = closing.reply.send(Ok(())));
            } else if closing.deadline <= now {
                waking(|| _ = closing.reply.send(Err(NotClosed { held, unconfirmed })));
            } else {
                self.closing.push(closing);
            }
        }
    }

    fn has_ended(&self, now: Duration) -> bool {
        self.ends.is_some_and(|ends| ends <= now || self.is_settled() && self.held() == 0)
    }

    /// How long there is nothing to do, or `None` if there is nothing to do at any time.
    fn next_wake(&self, now: Duration) -> Option<Duration> {
        let longest = (self.held() > 0).then(|| now + LONGEST_SLEEP);
        let times = [
            self.later.first_key_value().map(|((time, _), _)| *time),
            self.next_renewal,
            self.next_expiry,
            self.next_publication,
            self.ends,
            longest,
        ];
        let closing = self.closing.iter().map(|closing| closing.deadline);
        times.into_iter().flatten().chain(closing).min().map(|next| next.saturating_sub(now))
    }
}
