//! All ways into an `InflightMap`.

use super::{
    LIMIT, Subject, Tally,
    bodies::{Failure, Local, end, pause, poll_a_while},
    reads::{Inflight, is_drained, look_at_inflight},
};
use crate::{
    hostile::{Key, Value},
    mishap::perhaps,
};
use scoped_entry::{EntryGuard, InflightMap, Stats, enter, scoped_entry};
use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

type Guard = EntryGuard<Arc<Inflight>>;

pub(super) struct Load {
    map: Arc<Inflight>,
    tally: Arc<Tally>,
    /// For any thread to drop.
    guards: Mutex<Vec<Guard>>,
}

impl Default for Load {
    fn default() -> Self {
        let tally = Arc::new(Tally::default());
        let counts = Arc::clone(&tally);
        let map = Arc::new_cyclic(|weak: &std::sync::Weak<Inflight>| {
            let weak = weak.clone();
            InflightMap::builder()
                .limit(LIMIT)
                .excess_interval(Duration::ZERO)
                .on_excess(move |excess| {
                    counts.in_callback(|| {
                        assert!(excess.len > LIMIT);
                        perhaps();
                        if let Some(map) = weak.upgrade() {
                            look_at_inflight(&map, &counts.maker);
                        }
                    });
                })
                .build()
        });
        Self { map, tally, guards: Mutex::default() }
    }
}

impl Load {
    fn value(&self) -> Value {
        self.tally.maker.value()
    }

    fn body(&self) {
        self.tally.admitted();
        if fastrand::u8(..8) == 0 {
            look_at_inflight(&self.map, &self.tally.maker);
        }
    }

    #[scoped_entry(map = self.map, key = key, value = self.value())]
    #[expect(clippy::needless_pass_by_value, reason = "for its destructor, which runs when the entry has left")]
    fn cloning(&self, key: Key) -> Result<(), Failure> {
        self.body();
        let _local = Local;
        end()?;
        Ok(())
    }

    #[scoped_entry(map = Arc::clone(&self.map), key = { key }, value = value, guard = entry)]
    fn moving(&self, key: Key, value: Value) -> Result<(), Failure> {
        self.body();
        if fastrand::bool() {
            self.guards.lock().unwrap_or_else(PoisonError::into_inner).push(entry);
        }
        end()
    }

    #[scoped_entry(map = self.map, key = key, value = self.value())]
    async fn awaiting(&self, key: Key) -> Result<(), Failure> {
        self.body();
        let _local = Local;
        pause().await;
        end()
    }

    /// A reference, since a parameter whose destructor panics would make Rust lose the future that is returned.
    #[scoped_entry(map = Arc::clone(&self.map), key = key, value = self.value())]
    fn carrying(&self, key: &Key) -> impl Future<Output = Result<(), Failure>> {
        self.tally.admitted();
        if fastrand::u8(..10) == 0 {
            _ = end();
        }
        async move {
            pause().await;
            end()
        }
    }

    fn a_block(&self) {
        for _ in 0..2 {
            enter!(map = self.map, key = { self.tally.maker.key() }, value = self.value());
            self.body();
            if end().is_err() {
                break;
            }
        }
    }

    fn attached(&self) {
        let guard = self.map.enter_owned(self.tally.maker.key(), self.value());
        self.tally.admitted();
        let job = guard.attach(async {
            pause().await;
            end()
        });
        _ = poll_a_while(job);
    }

    fn several(&self) {
        let mut guards = Vec::new();
        for _ in 0..fastrand::u8(1..5) {
            let key = self.tally.maker.key();
            guards.push(self.map.enter(&key, self.value()));
            self.tally.admitted();
        }
        fastrand::shuffle(&mut guards);
        look_at_inflight(&self.map, &self.tally.maker);
    }

    fn pooled(&self) {
        let guard = self.map.enter_owned(self.tally.maker.key(), self.value());
        self.tally.admitted();
        self.guards.lock().unwrap_or_else(PoisonError::into_inner).push(guard);
    }
}

impl Subject for Load {
    const MAP: &'static str = "InflightMap";

    fn tally(&self) -> &Tally {
        &self.tally
    }

    fn any(&self) {
        let key = || self.tally.maker.key();
        match fastrand::u8(..14) {
            0 | 1 => _ = self.cloning(key()),
            2 | 3 => _ = self.moving(key(), self.value()),
            4 | 5 => _ = poll_a_while(self.awaiting(key())),
            6 => _ = poll_a_while(self.carrying(&key())),
            7 => self.a_block(),
            8 => self.attached(),
            9 => self.several(),
            10 => self.pooled(),
            11 | 12 => _ = self.end_one(),
            _ => {
                look_at_inflight(&self.map, &self.tally.maker);
                _ = self.map.count(&key());
            }
        }
    }

    fn end_one(&self) -> bool {
        let guard = self.guards.lock().unwrap_or_else(PoisonError::into_inner).pop();
        guard.is_some()
    }

    fn clean(&self, key: u64) {
        let key = self.tally.maker.key_of(key);
        let guard = self.map.enter(&key, self.value());
        assert!(self.map.contains_key(&key) && self.map.get(&key).is_some() && self.map.count(&key) == 1);
        drop(guard);
        assert!(!self.map.contains_key(&key));
    }

    fn exceed(&self) {
        let guards: Vec<_> = (0..=LIMIT).map(|_| self.map.enter(self.tally.maker.key(), self.value())).collect();
        assert_eq!(self.map.snapshot().len(), guards.len());
        drop(guards);
        is_drained(&*self.map, self.map.drained());
    }

    fn stats(&self) -> Stats {
        self.map.stats()
    }

    fn found(&self) -> usize {
        self.map.snapshot().len() + self.map.len()
    }
}
