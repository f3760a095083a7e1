//! Calls that wait for a key which another holds.
//!
//! The first of them asks, when the key is released, and from time to time besides: a message may be lost, and a node
//! that dies sends none. The others of this process stand behind it, first come, first served.

use super::{
    claims::map_settled,
    event::{Event, Request},
    refusal::Refusal,
    state::{Keeper, Later, WaitQueue},
};
use crate::{
    clock,
    engine::Listen,
    error::{Reason, Unavailable},
    key::EncodedKey,
};
use std::{
    collections::{VecDeque, hash_map::Entry},
    mem,
    time::Duration,
};
use tokio::sync::mpsc;

impl Keeper {
    /// A call that waits: behind those that wait already, or at once.
    pub(super) fn wait(&mut self, request: Request) {
        let (index, key) = (request.map.index, request.key.clone());
        let Some(map) = self.maps.get_mut(&index) else { return };
        let has_permits = map.shared.scope.limit.is_some();
        match map.waiting.entry(key.clone()) {
            Entry::Occupied(mut queue) => {
                queue.get_mut().waiters.push_back(request);
                self.schedule(index, &key, clock::now());
            }
            // Many permits may be free: without a queue, calls ask together.
            Entry::Vacant(_) if has_permits => map.claims.push_back(request),
            Entry::Vacant(vacant) => {
                vacant.insert(WaitQueue { asking: true, ..WaitQueue::default() });
                map.claims.push_back(request);
            }
        }
    }

    /// The first has asked, and has not got the key.
    pub(super) fn wait_again(&mut self, request: Request, error: Refusal, free: Duration, now: Duration) {
        let (index, key) = (request.map.index, request.key.clone());
        let pause = self.jittered(self.ttl / 6);
        let Some(map) = self.maps.get_mut(&index) else { return };
        let queue = map.waiting.entry(key.clone()).or_default();
        // Without an asker, it has asked together with others.
        if mem::take(&mut queue.asking) {
            queue.waiters.push_front(request);
        } else {
            queue.waiters.push_back(request);
        }
        queue.last = Some(error);
        queue.next_poll = if mem::take(&mut queue.again) { now } else { free.min(now + pause) };
        if !mem::replace(&mut queue.listening, true) {
            let channel = map.shared.scope.channel(&key);
            self.channels.insert(channel.clone(), (index, key.clone()));
            self.listen(Listen::Begin(channel));
        }
        self.schedule(index, &key, now);
    }

    /// Looks at the queue again when the first is to ask, or the time of a waiter is over. One time for a queue, and none
    /// that is far away: there are as many timers as queues, however long calls wait.
    fn schedule(&mut self, index: usize, key: &EncodedKey, now: Duration) {
        let Some(queue) = self.maps.get_mut(&index).and_then(|map| map.waiting.get_mut(key)) else { return };
        let asks = (!queue.asking).then_some(queue.next_poll);
        let ends = queue.waiters.iter().map(|waiter| waiter.deadline).min();
        let next = asks.into_iter().chain(ends).min().unwrap_or(Duration::MAX).min(now + self.ttl / 4);
        if queue.scheduled.is_none_or(|scheduled| next < scheduled) {
            queue.scheduled = Some(next);
            self.at(next, Later::Poll(index, key.clone()));
        }
    }

    fn listen(&mut self, command: Listen) {
        let listener = self.listener.get_or_insert_with(|| {
            let (commands, received) = mpsc::unbounded_channel();
            let events = self.events.clone();
            let on_release = move |channel: &[u8]| {
                let _ = events.send(Event::Freed(channel.to_vec()));
            };
            tokio::spawn(self.engine.listen(received, Box::new(on_release)));
            commands
        });
        let _ = listener.send(command);
    }

    /// A message says that a key was released.
    pub(super) fn freed(&mut self, channel: &[u8], now: Duration) {
        if let Some((index, key)) = self.channels.get(channel).cloned() {
            self.ask_now(index, &key, now);
        }
    }

    /// The key may be free: the first asks now.
    pub(super) fn ask_now(&mut self, index: usize, key: &EncodedKey, now: Duration) {
        let Some(queue) = self.maps.get_mut(&index).and_then(|map| map.waiting.get_mut(key)) else { return };
        if queue.asking {
            queue.again = true;
        } else {
            queue.next_poll = now;
            self.poll(index, key, now);
        }
    }

    /// The one that asked has its answer. The next asks when the key is released, or later.
    pub(super) fn next_waiter(&mut self, index: usize, key: &EncodedKey, waited: bool) {
        if !waited {
            return;
        }
        let now = clock::now();
        let pause = self.jittered(self.ttl / 6);
        let Some(map) = self.maps.get_mut(&index) else { return };
        let has_permits = map.shared.scope.limit.is_some();
        let Some(queue) = map.waiting.get_mut(key) else { return };
        queue.asking = false;
        queue.next_poll = if mem::take(&mut queue.again) { now } else { now + pause };
        if has_permits {
            // There may be another one.
            queue.next_poll = now;
        }
        self.poll(index, key, now);
    }

    /// Answers the waiters whose time is over, forgets those that have gone, and lets the first ask if it is time.
    pub(super) fn poll(&mut self, index: usize, key: &EncodedKey, now: Duration) {
        let Some(map) = self.maps.get_mut(&index) else { return };
        let Some(queue) = map.waiting.get_mut(key) else { return };
        if queue.scheduled.is_some_and(|scheduled| scheduled <= now) {
            queue.scheduled = None;
        }
        let last = queue.last.clone();
        let mut ended = Vec::new();
        for request in mem::take(&mut queue.waiters) {
            let has_ended = request.reply.is_closed() || request.deadline <= now || self.closed;
            if has_ended { ended.push(request) } else { queue.waiters.push_back(request) }
        }
        if !queue.asking
            && queue.next_poll <= now
            && let Some(request) = queue.waiters.pop_front()
        {
            queue.asking = true;
            map.claims.push_back(request);
        }
        if queue.waiters.is_empty() && !queue.asking && map.waiting.remove(key).is_some_and(|queue| queue.listening) {
            let channel = map.shared.scope.channel(key);
            self.channels.remove(&channel);
            self.listen(Listen::End(channel));
        }
        self.schedule(index, key, now);
        for request in ended {
            let error = if self.closed { Refusal::Closed } else { last.clone().unwrap_or_else(unknown) };
            self.end_waiter(request, error);
        }
    }

    /// Takes out those that stand behind a call which waits without a deadline, as they do.
    pub(super) fn waiters_without_deadline(&mut self, request: &Request) -> Vec<Request> {
        let map = self.maps.get_mut(&request.map.index);
        let queue = map.and_then(|map| map.waiting.get_mut(&request.key));
        match queue {
            Some(queue) if request.deadline == Duration::MAX => {
                let (others, rest) =
                    mem::take(&mut queue.waiters).into_iter().partition(|waiter| waiter.deadline == Duration::MAX);
                queue.waiters = rest;
                let others: VecDeque<Request> = others;
                others.into()
            }
            _ => Vec::new(),
        }
    }

    fn end_waiter(&mut self, request: Request, error: Refusal) {
        if request.reply.is_closed() && request.doubtful_until.is_none() {
            map_settled(self, request.map.index);
        } else {
            self.settle(request, error, clock::now());
        }
    }
}

/// The first has not had an answer yet.
fn unknown() -> Refusal {
    Refusal::Unavailable(Unavailable::new(Reason::Timeout, "no reply yet"))
}
