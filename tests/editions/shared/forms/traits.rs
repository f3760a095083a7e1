//! Methods of traits: default ones and those of impls, also of std's traits.

use super::instruments::{assert_left, pause};
use pollster::block_on;
use scoped_entry::{InflightMap, scoped_entry};
use std::{
    fmt,
    future::Future,
    ops::{Add, Deref},
    pin::Pin,
    task::{Context, Poll},
};

trait Handle {
    const KIND: u64;
    type Reply: Default;

    fn inflight(&self) -> &InflightMap<u64>;

    #[scoped_entry(map = self.inflight(), key = Self::KIND)]
    fn handle(&self) -> (usize, Self::Reply) {
        (self.inflight().count(&Self::KIND), Self::Reply::default())
    }

    #[scoped_entry(map = self.inflight(), key = id)]
    fn consume(self, id: u64) -> usize
    where
        Self: Sized,
    {
        self.inflight().count(&id)
    }

    #[scoped_entry(map = map, key = Self::KIND)]
    fn without_receiver(map: &InflightMap<u64>) -> usize {
        map.count(&Self::KIND)
    }

    #[scoped_entry(map = self.inflight(), key = id)]
    fn each(&self, id: u64) -> impl Iterator<Item = usize> + use<'_, Self>
    where
        Self: Sized,
    {
        let seen = self.inflight().count(&id);
        (0..2).map(move |more| seen + more)
    }

    #[scoped_entry(map = self.inflight(), key = id)]
    async fn later(&self, id: u64) -> usize {
        pause().await;
        self.inflight().count(&id)
    }

    fn required(&self, id: u64) -> usize;
}

#[derive(Default)]
struct Service {
    inflight: InflightMap<u64>,
}

impl Handle for Service {
    const KIND: u64 = 9;
    type Reply = String;

    fn inflight(&self) -> &InflightMap<u64> {
        &self.inflight
    }

    #[scoped_entry(map = self.inflight, key = id)]
    fn required(&self, id: u64) -> usize {
        self.inflight.count(&id)
    }
}

/// Overrides what has a default, for a type that is a reference.
impl Handle for &Service {
    const KIND: u64 = 10;
    type Reply = ();

    fn inflight(&self) -> &InflightMap<u64> {
        &self.inflight
    }

    #[scoped_entry(map = self.inflight, key = 11)]
    fn handle(&self) -> (usize, ()) {
        (self.inflight.count(&11), ())
    }

    #[scoped_entry(map = self.inflight, key = id)]
    async fn later(&self, id: u64) -> usize {
        pause().await;
        self.inflight.count(&id) + 1
    }

    #[scoped_entry(map = self.inflight, key = id)]
    fn required(&self, id: u64) -> usize {
        (**self).required(id) + self.inflight.count(&id)
    }
}

#[test]
fn default_methods_hold_an_entry() {
    let service = Service::default();
    assert_eq!(service.handle(), (1, String::new()));
    assert_eq!(<Service as Handle>::without_receiver(&service.inflight), 1);
    assert_eq!(service.each(1).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(block_on(service.later(1)), 1);
    assert_eq!((&service).consume(1), 1);
    assert_left(&service.inflight, 5);
}

#[test]
fn methods_of_impls_hold_an_entry() {
    let service = Service::default();
    assert_eq!(Handle::required(&service, 1), 1);
    assert_eq!(Handle::handle(&&service), (1, ()));
    assert_eq!(block_on(Handle::later(&&service, 1)), 2);
    assert_left(&service.inflight, 3);
}

#[test]
fn a_method_that_calls_its_namesake_holds_its_entry_around_the_other() {
    let service = Service::default();
    assert_eq!(Handle::required(&&service, 1), 2 + 1);
    assert_left(&service.inflight, 2);
}

static STD: InflightMap<&str> = InflightMap::new();

struct Countdown(u32);

impl Iterator for Countdown {
    type Item = u32;

    #[scoped_entry(map = STD, key = "next")]
    fn next(&mut self) -> Option<Self::Item> {
        assert!(STD.contains_key("next"));
        self.0 = self.0.checked_sub(1)?;
        Some(self.0)
    }
}

impl Future for Countdown {
    type Output = u32;

    #[scoped_entry(map = STD, key = "poll")]
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        assert!(STD.contains_key("poll"));
        match self.as_mut().get_mut().next() {
            Some(left) if left > 0 => {
                context.waker().wake_by_ref();
                Poll::Pending
            }
            _ => Poll::Ready(self.0),
        }
    }
}

impl fmt::Display for Countdown {
    #[scoped_entry(map = STD, key = "fmt")]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {} in flight", self.0, STD.count("fmt"))
    }
}

impl Add<u32> for &Countdown {
    type Output = u32;

    #[scoped_entry(map = STD, key = "add")]
    fn add(self, more: u32) -> u32 {
        assert!(STD.contains_key("add"));
        self.0 + more
    }
}

impl Deref for Countdown {
    type Target = u32;

    #[scoped_entry(map = STD, key = "deref")]
    fn deref(&self) -> &u32 {
        assert!(STD.contains_key("deref"));
        &self.0
    }
}

impl Drop for Countdown {
    #[scoped_entry(map = STD, key = "drop")]
    fn drop(&mut self) {
        assert!(STD.contains_key("drop"));
    }
}

#[test]
fn methods_of_std_traits_hold_an_entry() {
    let countdown = Countdown(3);
    assert_eq!(&countdown + 1, 4);
    assert_eq!(countdown.to_string(), "3, 1 in flight");
    assert_eq!(*countdown, 3);
    assert_eq!(countdown.collect::<Vec<_>>(), [2, 1, 0]);
    assert_eq!(block_on(Countdown(2)), 0);
    let stats = STD.stats();
    assert!(stats.entered >= 10);
    assert_left(&STD, stats.entered);
}
