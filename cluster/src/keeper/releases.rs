//! Releases: they are repeated until the server confirms them, or the key has expired.

use super::{
    claims::PAUSE,
    event::{Ack, Event, Release},
    state::{HeldKey, Keeper, Later, in_time},
};
use crate::{clock, error::Unavailable, key::EncodedKey, token::Token};
use std::{sync::Arc, time::Duration};

/// The longest batch.
const BATCH: usize = 500;

impl Release {
    pub(super) fn new(
        key: EncodedKey,
        token: Token,
        doubtful_until: Option<Duration>,
        now: Duration,
        ttl: Duration,
    ) -> Self {
        Self { key, token, give_up: now + 2 * ttl, doubtful_until, repeated: false, ack: None }
    }
}

impl Keeper {
    /// The owner of a claim has dropped or released it.
    pub(super) fn release(&mut self, index: usize, token: Token, ack: Option<Ack>) {
        let held = self.maps.get_mut(&index).and_then(|map| map.held.remove(&token));
        let Some(HeldKey { key, held, doubtful_until }) = held else {
            // It was lost before.
            if let Some(ack) = ack {
                ack.answer(false, false);
            }
            return;
        };
        held.expire();
        let mut release = Release::new(key, token, doubtful_until, clock::now(), self.ttl);
        release.ack = ack;
        self.release_now(index, release);
    }

    pub(super) fn release_now(&mut self, index: usize, release: Release) {
        self.releasing.insert(release.token);
        if let Some(map) = self.maps.get_mut(&index) {
            map.releases.push(release);
        }
    }

    pub(super) fn send_releases(&mut self, index: usize) {
        let Some(map) = self.maps.get_mut(&index) else { return };
        while !map.releases.is_empty() {
            let rest = map.releases.split_off(map.releases.len().min(BATCH));
            let releases = std::mem::replace(&mut map.releases, rest);
            let owned = releases.iter().map(|release| (release.key.clone(), release.token)).collect();
            let (scope, events, ttl) = (Arc::clone(&map.shared.scope), self.events.clone(), self.ttl);
            let engine = Arc::clone(&self.engine);
            tokio::spawn(async move {
                let deleted = in_time(ttl, engine.release(&scope, owned)).await;
                let _ = events.send(Event::Released { map: index, releases, deleted });
            });
        }
    }

    pub(super) fn released(&mut self, index: usize, releases: Vec<Release>, deleted: Result<Vec<bool>, Unavailable>) {
        let now = clock::now();
        match deleted {
            Ok(deleted) => {
                for (release, deleted) in releases.into_iter().zip(deleted) {
                    self.confirmed(index, release, deleted, now);
                }
            }
            Err(_) => {
                for mut release in releases {
                    release.repeated = true;
                    if now < release.give_up {
                        self.at(now + PAUSE, Later::Release(index, release));
                    } else {
                        self.confirmed(index, release, false, now);
                    }
                }
            }
        }
    }

    fn confirmed(&mut self, index: usize, mut release: Release, deleted: bool, now: Duration) {
        if let Some(ack) = release.ack.take() {
            super::state::waking(|| ack.answer(deleted, release.repeated));
        }
        self.releasing.remove(&release.token);
        let key = release.key.clone();
        if release.doubtful_until.is_some_and(|until| now < until) {
            // It is confirmed, but the key must not stay if a late claim is carried out.
            self.at(now + self.ttl / 8, Later::Release(index, release));
        }
        self.ask_now(index, &key, now);
    }
}
