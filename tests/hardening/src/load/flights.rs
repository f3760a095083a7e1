//! All ways into a `FlightMap`.

use super::{
    LIMIT, Subject, Tally,
    bodies::{Local, end, pause, poll_a_while},
};
use crate::{
    hostile::{Key, Value},
    mishap::perhaps,
};
use scoped_entry::{FlightMap, Stats, single_flight};
use std::{
    pin::Pin,
    sync::Arc,
    task::{Context, Waker},
    time::Duration,
};

pub(super) struct Load {
    map: FlightMap<Key, Value>,
    tally: Arc<Tally>,
}

impl Default for Load {
    fn default() -> Self {
        let tally = Arc::new(Tally::default());
        let counts = Arc::clone(&tally);
        let map = FlightMap::builder()
            .limit(LIMIT)
            .excess_interval(Duration::ZERO)
            .on_excess(move |excess| {
                counts.in_callback(|| {
                    assert!(excess.len > LIMIT);
                    perhaps();
                });
            })
            .build();
        Self { map, tally }
    }
}

impl Load {
    /// Of a body that leads. What it answers drops before the body has its result, which Rust would lose otherwise.
    fn body(&self) -> Local {
        self.tally.admitted();
        if fastrand::u8(..8) == 0 {
            self.look();
        }
        Local
    }

    fn answer(&self) -> Result<Value, Value> {
        if end().is_ok() { Ok(self.tally.maker.value()) } else { Err(self.tally.maker.value()) }
    }

    #[single_flight(map = self.map, key = key)]
    async fn lookup(&self, key: &Key) -> Value {
        {
            let _local = self.body();
            pause().await;
            _ = end();
        }
        self.tally.maker.value()
    }

    #[single_flight(map = self.map, key = key, share = ok)]
    async fn lookup_ok(&self, key: &Key) -> Result<Value, Value> {
        {
            let _local = self.body();
            pause().await;
        }
        self.answer()
    }

    #[single_flight(map = self.map, key = key)]
    fn blocking(&self, key: &Key) -> Value {
        drop(self.body());
        _ = end();
        self.tally.maker.value()
    }

    #[single_flight(map = self.map, key = key, share = ok)]
    fn blocking_ok(&self, key: &Key) -> Result<Value, Value> {
        drop(self.body());
        self.answer()
    }

    /// Leaders and followers in one thread, polled and dropped in any order.
    fn several(&self) {
        let keys: Vec<_> = (0..fastrand::u8(2..6)).map(|_| self.tally.maker.key()).collect();
        let mut calls: Vec<Pin<Box<dyn Future<Output = Value> + '_>>> = Vec::new();
        for key in &keys {
            calls.push(Box::pin(self.lookup(key)));
        }
        for _ in 0..12 {
            if calls.is_empty() {
                break;
            }
            let one = fastrand::usize(..calls.len());
            let polled = calls[one].as_mut().poll(&mut Context::from_waker(Waker::noop()));
            if polled.is_ready() || fastrand::u8(..6) == 0 {
                drop(calls.swap_remove(one));
            }
        }
    }

    fn look(&self) {
        match fastrand::u8(..8) {
            0 => drop(self.map.snapshot()),
            1 => drop(self.map.oldest()),
            2 => drop(self.map.stuck(Duration::ZERO)),
            3 => drop(format!("{:?}", self.map.snapshot())),
            4 => _ = self.map.followers(&self.tally.maker.key()),
            5 => _ = self.map.stats(),
            _ => _ = self.map.contains_key(&self.tally.maker.key()),
        }
    }
}

impl Subject for Load {
    const MAP: &'static str = "FlightMap";

    fn tally(&self) -> &Tally {
        &self.tally
    }

    fn any(&self) {
        let key = || self.tally.maker.key();
        match fastrand::u8(..10) {
            0 | 1 => _ = poll_a_while(self.lookup(&key())),
            2 | 3 => _ = poll_a_while(self.lookup_ok(&key())),
            4 | 5 => _ = self.blocking(&key()),
            6 => _ = self.blocking_ok(&key()),
            7 | 8 => self.several(),
            _ => self.look(),
        }
    }

    fn end_one(&self) -> bool {
        false
    }

    fn clean(&self, key: u64) {
        let key = self.tally.maker.key_of(key);
        let answer = self.map.blocking_run(&key, || {
            assert!(self.map.contains_key(&key));
            self.tally.maker.value()
        });
        drop(answer);
        assert!(!self.map.contains_key(&key));
    }

    fn exceed(&self) {
        let mut flights: Vec<_> = (0..=LIMIT as u64)
            .map(|key| Box::pin(self.map.run(self.tally.maker.key_of(key), std::future::pending())))
            .collect();
        for flight in &mut flights {
            assert!(flight.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        }
        assert_eq!(self.map.snapshot().len(), flights.len());
    }

    fn stats(&self) -> Stats {
        self.map.stats().flights
    }

    fn found(&self) -> usize {
        self.map.snapshot().len() + self.map.len()
    }
}
