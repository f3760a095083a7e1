//! Renewals, and claims that are lost.

use super::{
    claims::PAUSE,
    event::{Event, Release},
    state::{HeldKey, Keeper, in_time, waking},
};
use crate::{clock, token::Token};
use std::{sync::Arc, time::Duration};

/// How many claims are renewed by one request.
const CHUNK: usize = 500;

impl Keeper {
    /// There is a new claim, which is valid until a local time.
    pub(super) fn renew_from(&mut self, now: Duration, valid_until: Duration) {
        self.next_renewal.get_or_insert(now + self.ttl / 3);
        self.next_expiry = Some(self.next_expiry.map_or(valid_until, |next| next.min(valid_until)));
    }

    pub(super) fn renew(&mut self, now: Duration) {
        if self.next_renewal.is_none_or(|next| now < next) {
            return;
        }
        self.next_renewal = (self.held() > 0).then(|| now + self.ttl / 3);
        for (index, map) in &self.maps {
            let index = *index;
            let mut keys = map.held.values().map(|held| (held.key.clone(), Arc::clone(&held.held)));
            loop {
                let mut chunk: Vec<_> = keys.by_ref().take(CHUNK).collect();
                if chunk.is_empty() {
                    break;
                }
                let (engine, events, ttl) = (Arc::clone(&self.engine), self.events.clone(), self.ttl);
                let (map, renewing) = (Arc::clone(&map.shared), Arc::clone(&self.renewing));
                tokio::spawn(async move {
                    let _renewing = renewing.acquire().await;
                    loop {
                        chunk.retain(|(_, held)| held.is_held());
                        if chunk.is_empty() {
                            return;
                        }
                        let owned = chunk.iter().map(|(key, held)| (key.clone(), held.token)).collect();
                        let sent = clock::now();
                        match in_time(ttl, engine.renew(&map.scope, owned)).await {
                            Ok(renewed) => {
                                let pairs = chunk.iter().zip(renewed);
                                let lost = pairs.filter(|((_, held), renewed)| !*renewed || !held.extend(sent + ttl));
                                let tokens: Vec<Token> = lost.map(|((_, held), _)| held.token).collect();
                                if !tokens.is_empty() {
                                    let _ = events.send(Event::NotRenewed { map: index, tokens });
                                }
                                return;
                            }
                            Err(_) => map.counters.renewal_errors.add(1),
                        }
                        // The next renewal includes them again.
                        if clock::now() > now + ttl / 3 {
                            return;
                        }
                        tokio::time::sleep(PAUSE).await;
                    }
                });
            }
        }
    }

    /// Ends the claims that have not been renewed in time, by the local clock.
    pub(super) fn expire(&mut self, now: Duration) {
        if self.next_expiry.is_none_or(|next| now < next) {
            return;
        }
        self.next_expiry = None;
        let mut expired = Vec::new();
        for (index, map) in &self.maps {
            for (token, held) in &map.held {
                match held.held.valid_until().filter(|until| now < *until) {
                    Some(until) => self.next_expiry = Some(self.next_expiry.map_or(until, |next| next.min(until))),
                    None => expired.push((*index, *token)),
                }
            }
        }
        for (index, token) in expired {
            self.lose(index, token, now);
        }
    }

    pub(super) fn not_renewed(&mut self, index: usize, tokens: Vec<Token>) {
        let now = clock::now();
        for token in tokens {
            self.lose(index, token, now);
        }
    }

    fn lose(&mut self, index: usize, token: Token, now: Duration) {
        let Some(map) = self.maps.get_mut(&index) else { return };
        // If it has been released meanwhile, it is not lost.
        let Some(HeldKey { key, held, doubtful_until }) = map.held.remove(&token) else { return };
        map.shared.counters.lost.add(1);
        waking(|| held.expire());
        // The server may still have the key, for which a call may wait.
        self.release_now(index, Release::new(key, token, doubtful_until, now, self.ttl));
    }
}
