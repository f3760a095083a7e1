//! All ways into a `UniqueMap`.

use super::{
    LIMIT, Subject, Tally,
    bodies::{Failure, Local, end, pause, poll_a_while},
    reads::{Unique, is_drained, look_at_unique},
};
use crate::{
    hostile::{Key, Value},
    mishap::perhaps,
};
use scoped_entry::{EntryGuard, Stats, UniqueMap, enter, scoped_entry};
use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

type Guard = EntryGuard<Arc<Unique>>;

pub(super) struct Load {
    map: Arc<Unique>,
    tally: Arc<Tally>,
    /// For any thread to drop.
    guards: Mutex<Vec<Guard>>,
}

impl Default for Load {
    fn default() -> Self {
        let tally = Arc::new(Tally::default());
        let counts = Arc::clone(&tally);
        let map = Arc::new_cyclic(|weak: &std::sync::Weak<Unique>| {
            let weak = weak.clone();
            UniqueMap::builder()
                .limit(LIMIT)
                .excess_interval(Duration::ZERO)
                .on_excess(move |excess| {
                    counts.in_callback(|| {
                        assert!(excess.len > LIMIT);
                        perhaps();
                        if let Some(map) = weak.upgrade() {
                            look_at_unique(&map, &counts.maker);
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
            look_at_unique(&self.map, &self.tally.maker);
        }
    }

    #[scoped_entry(map = self.map, key = key, value = self.value(), occupied = return Err(Failure))]
    #[expect(clippy::needless_pass_by_value, reason = "for its destructor, which runs when the entry has left")]
    fn cloning(&self, key: Key) -> Result<(), Failure> {
        self.body();
        let _local = Local;
        end()?;
        Ok(())
    }

    #[scoped_entry(
        map = Arc::clone(&self.map),
        key = { key },
        value = value,
        occupied = |existing| { drop(existing); return Err(Failure) },
        guard = entry,
    )]
    fn moving(&self, key: Key, value: Value) -> Result<(), Failure> {
        self.body();
        if fastrand::bool() {
            self.guards.lock().unwrap_or_else(PoisonError::into_inner).push(entry);
        }
        end()
    }

    #[scoped_entry(map = self.map, key = key, value = self.value(), occupied = return Err(Failure))]
    async fn awaiting(&self, key: Key) -> Result<(), Failure> {
        self.body();
        let _local = Local;
        pause().await;
        end()
    }

    #[scoped_entry(map = Arc::clone(&self.map), key = key, value = self.value(), occupied = |_existing| return Err(Failure))]
    async fn owning(&self, key: Key) -> Result<(), Failure> {
        self.body();
        pause().await;
        end()
    }

    fn a_block(&self) {
        for _ in 0..2 {
            enter!(map = self.map, key = { self.tally.maker.key() }, value = self.value(), occupied = continue);
            self.body();
            if end().is_err() {
                break;
            }
        }
    }

    fn attached(&self) {
        let Ok(guard) = self.map.try_enter_owned(self.tally.maker.key(), self.value()) else { return };
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
            let Ok(guard) = self.map.try_enter(&key, self.value()) else { continue };
            self.tally.admitted();
            guards.push(guard);
        }
        fastrand::shuffle(&mut guards);
        look_at_unique(&self.map, &self.tally.maker);
    }

    fn pooled(&self) {
        let refused = match self.map.try_enter_owned(self.tally.maker.key(), self.value()) {
            Ok(guard) => {
                self.tally.admitted();
                self.guards.lock().unwrap_or_else(PoisonError::into_inner).push(guard);
                return;
            }
            Err(refused) => refused,
        };
        drop(format!("{refused:?}"));
    }
}

impl Subject for Load {
    const MAP: &'static str = "UniqueMap";

    fn tally(&self) -> &Tally {
        &self.tally
    }

    fn any(&self) {
        let key = || self.tally.maker.key();
        match fastrand::u8(..14) {
            0 | 1 => _ = self.cloning(key()),
            2 | 3 => _ = self.moving(key(), self.value()),
            4 | 5 => _ = poll_a_while(self.awaiting(key())),
            6 => _ = poll_a_while(self.owning(key())),
            7 => self.a_block(),
            8 => self.attached(),
            9 => self.several(),
            10 => self.pooled(),
            11 | 12 => _ = self.end_one(),
            _ => look_at_unique(&self.map, &self.tally.maker),
        }
    }

    fn end_one(&self) -> bool {
        let guard = self.guards.lock().unwrap_or_else(PoisonError::into_inner).pop();
        guard.is_some()
    }

    fn clean(&self, key: u64) {
        let key = self.tally.maker.key_of(key);
        let guard = self.map.try_enter(&key, self.value()).expect("each thread has its own key");
        assert!(self.map.contains_key(&key) && self.map.get(&key).is_some());
        assert!(self.map.try_enter(&key, self.value()).is_err());
        drop(guard);
        assert!(!self.map.contains_key(&key));
    }

    fn exceed(&self) {
        let enter = |number| self.map.try_enter(self.tally.maker.key_of(number), self.value());
        let guards: Vec<_> = (0..=LIMIT as u64).map(|number| enter(number).expect("the map is empty")).collect();
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
