//! All ways in which a call of a `PendingMap` ends.

use super::{LIMIT, Subject, Tally, bodies::end};
use crate::{
    hostile::{Key, Value},
    mishap::{perhaps, perhaps_as_it_drops},
};
use scoped_entry::{EntryGuard, PendingMap, Stats};
use std::{
    pin::Pin,
    sync::{Arc, Mutex, PoisonError, RwLock},
    task::{Context, Poll, Wake, Waker},
    time::Duration,
};

type Map = PendingMap<Key, Value>;
type Guard = EntryGuard<Arc<Map>>;

pub(super) struct Load {
    map: Arc<Map>,
    tally: Arc<Tally>,
    /// For any thread to poll and to drop.
    guards: Mutex<Vec<Guard>>,
    /// Locked to close the map and to open it again, so that each call that enters has an entry, and can be counted.
    is_open: RwLock<()>,
}

impl Default for Load {
    fn default() -> Self {
        let tally = Arc::new(Tally::default());
        let counts = Arc::clone(&tally);
        let map = Map::builder()
            .limit(LIMIT)
            .excess_interval(Duration::ZERO)
            .on_excess(move |excess| {
                counts.in_callback(|| {
                    assert!(excess.len > LIMIT);
                    perhaps();
                });
            })
            .build();
        Self { map: Arc::new(map), tally, guards: Mutex::default(), is_open: RwLock::default() }
    }
}

/// A waker whose code panics like that of keys and replies.
struct Hostile;

impl Wake for Hostile {
    fn wake(self: Arc<Self>) {
        perhaps();
    }
}

impl Drop for Hostile {
    fn drop(&mut self) {
        perhaps_as_it_drops();
    }
}

fn poll(guard: &mut Guard) -> bool {
    let waker = Waker::from(Arc::new(Hostile));
    let polled = Pin::new(guard).poll(&mut Context::from_waker(&waker));
    matches!(polled, Poll::Ready(_))
}

impl Load {
    fn enter(&self, key: Key) -> Option<Guard> {
        let _open = self.is_open.read().unwrap_or_else(PoisonError::into_inner);
        let guard = self.map.try_enter_owned(key).ok()?;
        self.tally.admitted();
        Some(guard)
    }

    fn complete(&self, key: &Key) {
        drop(self.map.complete(key, self.tally.maker.value()));
    }

    /// Enters, and is polled until it has its reply, or is dropped.
    fn wait(&self) {
        let Some(mut guard) = self.enter(self.tally.maker.key()) else { return };
        for _ in 0..fastrand::u8(1..6) {
            if poll(&mut guard) {
                return;
            }
            _ = end();
        }
    }

    fn wait_as_a_thread(&self) {
        let Some(mut guard) = self.enter(self.tally.maker.key()) else { return };
        if guard.wait_timeout(Duration::from_micros(1)).is_err() {
            _ = end();
        }
    }

    /// Has its reply before it asks for it, and another call has its key.
    fn completed(&self) {
        let key = self.tally.maker.key();
        let Some(mut guard) = self.enter(key.clone()) else { return };
        self.complete(&key);
        let successor = self.enter(key);
        if fastrand::bool() {
            // Another thread may have closed it, or passed a reply on.
            _ = poll(&mut guard);
        }
        drop(guard);
        drop(successor);
    }

    fn pooled(&self) {
        let Some(guard) = self.enter(self.tally.maker.key()) else { return };
        self.guards.lock().unwrap_or_else(PoisonError::into_inner).push(guard);
    }

    fn close(&self) {
        let _closed = self.is_open.write().unwrap_or_else(PoisonError::into_inner);
        let _open = scopeguard::guard((), |()| self.map.reopen());
        self.map.close();
    }

    fn look(&self) {
        match fastrand::u8(..8) {
            0 => drop(self.map.snapshot()),
            1 => drop(self.map.oldest()),
            2 => drop(self.map.stuck(Duration::ZERO)),
            3 => drop(format!("{:?}", self.map.snapshot())),
            4 => _ = self.map.blocking_drained(Duration::from_micros(1)),
            5 => _ = self.map.stats(),
            _ => _ = self.map.contains_key(&self.tally.maker.key()),
        }
    }
}

impl Subject for Load {
    const MAP: &'static str = "PendingMap";

    fn tally(&self) -> &Tally {
        &self.tally
    }

    fn any(&self) {
        match fastrand::u8(..32) {
            0..6 => self.wait(),
            6..16 => self.complete(&self.tally.maker.key()),
            16..20 => self.completed(),
            20..24 => self.pooled(),
            24..28 => _ = self.end_one(),
            28..30 => self.wait_as_a_thread(),
            30 => self.look(),
            _ => self.close(),
        }
    }

    fn end_one(&self) -> bool {
        let guard = self.guards.lock().unwrap_or_else(PoisonError::into_inner).pop();
        guard.is_some_and(|mut guard| {
            _ = poll(&mut guard);
            true
        })
    }

    fn clean(&self, key: u64) {
        let key = self.tally.maker.key_of(key);
        let mut guard = self.enter(key.clone()).expect("each thread has its own key");
        assert!(self.map.contains_key(&key) && self.map.try_enter(&key).is_err());
        assert!(!poll(&mut guard));
        assert!(self.map.complete(&key, self.tally.maker.value()).is_ok());
        assert!(!self.map.contains_key(&key) && poll(&mut guard));
    }

    fn exceed(&self) {
        let enter = |number| self.map.try_enter(self.tally.maker.key_of(number));
        let guards: Vec<_> = (0..=LIMIT as u64).map(|number| enter(number).expect("the map is empty")).collect();
        assert_eq!(self.map.snapshot().len(), guards.len());
    }

    fn stats(&self) -> Stats {
        let stats = self.map.stats();
        if stats.live == 0 {
            assert_eq!(stats.completed + stats.dropped + stats.closed, stats.entries.exited);
        }
        stats.entries
    }

    fn found(&self) -> usize {
        self.map.snapshot().len() + self.map.len()
    }
}
