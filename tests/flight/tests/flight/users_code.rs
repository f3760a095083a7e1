//! Keys and results whose own code panics while a flight ends: nobody who follows it waits for ever.

use crate::{gate::Gate, polling::Call};
use scoped_entry::FlightMap;
use std::{
    future::Future,
    hash::{Hash, Hasher},
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    pin::Pin,
    sync::{
        Arc, Mutex, Weak,
        atomic::{AtomicBool, Ordering::SeqCst},
    },
    task::{Context, Wake, Waker},
    thread,
};

/// Told apart from the panic of an assertion.
struct Deliberate;

#[track_caller]
fn panics<R>(call: impl FnOnce() -> R) {
    let Err(payload) = catch_unwind(AssertUnwindSafe(call)) else { panic!("the call was to panic") };
    assert!(payload.is::<Deliberate>(), "another panic than the wanted one");
}

/// All keys are equal.
#[derive(Clone, Copy)]
enum Key {
    Quiet,
    PanicsAsItDrops,
}

impl Hash for Key {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

impl PartialEq for Key {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Key {}

#[derive(Hash, PartialEq, Eq)]
struct Dropped(Key);

impl Drop for Dropped {
    fn drop(&mut self) {
        if matches!(self.0, Key::PanicsAsItDrops) && !thread::panicking() {
            resume_unwind(Box::new(Deliberate));
        }
    }
}

#[derive(Debug, PartialEq)]
struct Answer {
    by: &'static str,
    is_touchy: bool,
}

impl Clone for Answer {
    fn clone(&self) -> Self {
        if self.is_touchy {
            resume_unwind(Box::new(Deliberate));
        }
        Self { ..*self }
    }
}

#[derive(Default)]
struct Upstream {
    lookups: FlightMap<Dropped, Answer>,
    gate: Gate,
}

impl Upstream {
    fn call(&self, key: Key, by: &'static str, is_touchy: bool) -> Call<'_, Answer> {
        Call::new(self.lookups.run(Dropped(key), async move {
            self.gate.passed().await;
            Answer { by, is_touchy }
        }))
    }

    /// A follower of a leader that has ended with a panic.
    #[track_caller]
    fn goes_on(&self, mut follower: Call<'_, Answer>) {
        assert!(follower.is_woken(), "the leader is gone, and nobody tells who waits for it");
        self.gate.open();
        assert_eq!(follower.ends(), Answer { by: "follower", is_touchy: false });
        assert!(self.lookups.is_empty());
    }
}

type Parked = Pin<Box<dyn Future<Output = &'static str> + Send>>;

/// Notes whether it was used.
#[derive(Default)]
struct Woken(AtomicBool);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, SeqCst);
    }
}

/// Between a leader's entry and its body is the callback of its excess.
#[test]
fn a_leader_whose_callback_panics_wakes_those_who_follow_it_by_then() {
    let woken = Arc::new(Woken::default());
    let waker = Waker::from(Arc::clone(&woken));
    let parked = Arc::new(Mutex::new(None::<Parked>));
    let map = Arc::new_cyclic(|weak: &Weak<FlightMap<u64, &'static str>>| {
        let (weak, parked) = (weak.clone(), Arc::clone(&parked));
        FlightMap::builder()
            .limit(0)
            .on_excess(move |_| {
                let map = weak.upgrade().expect("somebody enters it");
                let mut follower: Parked = Box::pin(async move { map.run(7, async { "follower" }).await });
                // On another thread: on this one the callback would wait for its own call.
                thread::scope(|scope| {
                    let poll = || follower.as_mut().poll(&mut Context::from_waker(&waker)).is_pending();
                    assert!(scope.spawn(poll).join().unwrap());
                });
                *parked.lock().unwrap() = Some(follower);
                resume_unwind(Box::new(Deliberate));
            })
            .build()
    });
    panics(|| map.blocking_run(7, || "leader"));
    assert!(woken.0.load(SeqCst), "the leader is gone, and nobody tells who waits for it");
    let follower = parked.lock().unwrap().take().expect("the callback ran");
    drop(follower);
    assert!(map.is_empty());
}

#[test]
fn a_key_that_panics_as_it_drops_does_so_in_the_call_that_ends_the_flight() {
    let upstream = Upstream::default();
    let mut leader = upstream.call(Key::PanicsAsItDrops, "leader", false);
    let mut follower = upstream.call(Key::Quiet, "follower", false);
    leader.waits();
    follower.waits();
    // The flight goes on, and the key stays with it.
    drop(leader);
    upstream.gate.open();
    panics(|| follower.ends());
    assert_eq!(upstream.call(Key::Quiet, "another", false).ends().by, "another");
    assert!(upstream.lookups.is_empty());
}

#[test]
fn a_leader_whose_key_panics_as_it_lands_wakes_its_followers() {
    let upstream = Upstream::default();
    let mut leader = upstream.call(Key::PanicsAsItDrops, "leader", false);
    let mut follower = upstream.call(Key::Quiet, "follower", false);
    leader.waits();
    follower.waits();
    upstream.gate.open();
    panics(|| leader.ends());
    upstream.goes_on(follower);
}

#[test]
fn a_leader_whose_result_panics_as_it_is_cloned_wakes_its_followers() {
    let upstream = Upstream::default();
    let mut leader = upstream.call(Key::Quiet, "leader", true);
    let mut follower = upstream.call(Key::Quiet, "follower", false);
    leader.waits();
    follower.waits();
    upstream.gate.open();
    panics(|| leader.ends());
    upstream.goes_on(follower);
}
