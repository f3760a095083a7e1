//! Guards that outlive their map's owners, their threads, or everything: entries end where they should.

use scoped_entry::{EntryGuard, FlightMap, InflightMap, UniqueMap};
use scoped_entry_hardening::{census::Census, watchdog::watched};
use std::{
    cell::RefCell,
    mem::{self, ManuallyDrop},
    sync::{
        Arc, Mutex, PoisonError, Weak,
        atomic::{AtomicUsize, Ordering::SeqCst},
        mpsc,
    },
    thread,
    time::Duration,
};

const PATIENCE: Duration = Duration::from_mins(1);

type Inflight<V = ()> = InflightMap<u64, V>;
type Unique<V = ()> = UniqueMap<u64, V>;

#[test]
fn a_map_lives_as_long_as_the_last_guard_that_owns_it() {
    let values = Arc::new(Census::default());
    let (inflight, unique) = (Arc::new(Inflight::new()), Arc::new(Unique::new()));
    let gone = (Arc::downgrade(&inflight), Arc::downgrade(&unique));
    let guards = (
        [1, 1, 2].map(|key| inflight.enter_owned(key, values.counted())),
        [1, 2, 3].map(|key| unique.try_enter_owned(key, values.counted()).expect("each key is vacant")),
    );
    drop((inflight, unique));
    assert_eq!((gone.0.strong_count(), gone.1.strong_count(), values.live()), (3, 3, 6));
    let ([first, other, last], [of_unique, others @ ..]) = guards;
    thread::spawn(move || drop((first, of_unique))).join().unwrap();
    assert_eq!((other.map().len(), others[0].map().len(), values.live()), (2, 2, 4));
    drop((others, other, last));
    assert!(gone.0.upgrade().is_none() && gone.1.upgrade().is_none());
    assert_eq!(values.live(), 0);
}

/// A value that holds the guard of another entry of its own map, and with it the map.
#[derive(Default)]
#[expect(dead_code, reason = "it is there to be dropped")]
struct Chained(Option<EntryGuard<Arc<Inflight<Chained>>>>);

#[test]
fn entries_whose_values_hold_each_others_guards_end_one_after_the_other() {
    watched("a chain", PATIENCE, || {
        let map = Arc::new(Inflight::<Chained>::new());
        let gone = Arc::downgrade(&map);
        let mut last = map.enter_owned(0, Chained::default());
        for key in 1..100 {
            last = map.enter_owned(key, Chained(Some(last)));
        }
        assert_eq!(map.len(), 100);
        // The last owner of the map is a guard that is in it.
        drop(map);
        drop(last);
        assert!(gone.upgrade().is_none());
    });
}

/// A value, shared with the outside, that is given its own entry's guard: a cycle, until somebody breaks it.
type Own = Arc<Mutex<Option<EntryGuard<Arc<Cyclic>>>>>;

struct Cyclic(InflightMap<u64, Own>);

impl scoped_entry::EntryMap for Cyclic {
    type Key = u64;
    type KeyPolicy = scoped_entry::key_policy::Shared;
    type Value = Own;
    type Ticket = <InflightMap<u64, Own> as scoped_entry::EntryMap>::Ticket;

    fn remove_entry(&self, ticket: Self::Ticket) {
        self.0.remove_entry(ticket);
    }
}

impl scoped_entry::SharedKeys for Cyclic {
    fn insert_entry(&self, key: u64, value: Own, at: scoped_entry::CallSite) -> Self::Ticket {
        self.0.insert_entry(key, value, at)
    }
}

#[test]
fn an_entry_that_holds_its_own_guard_ends_when_that_is_taken_from_it() {
    watched("a cycle", PATIENCE, || {
        let map = Arc::new(Cyclic(InflightMap::new()));
        let gone = Arc::downgrade(&map);
        let own = Own::default();
        let guard = EntryGuard::enter(Arc::clone(&map), 7, Arc::clone(&own));
        *own.lock().unwrap() = Some(guard);
        drop(map);
        let map = gone.upgrade().expect("the entry keeps the map that it is in");
        assert_eq!((map.0.len(), Arc::strong_count(&own)), (1, 2));
        let guard = own.lock().unwrap().take();
        drop(guard);
        assert_eq!((map.0.len(), Arc::strong_count(&own)), (0, 1));
        drop(map);
        assert!(gone.upgrade().is_none());
    });
}

/// A key that ends another entry of its own map, and enters it, as it drops.
struct Ender {
    number: u64,
    map: Weak<Unique<()>>,
    ends: RefCell<Option<EntryGuard<Arc<Unique<()>>>>>,
}

impl Drop for Ender {
    fn drop(&mut self) {
        drop(self.ends.take());
        if let Some(map) = self.map.upgrade() {
            drop(map.try_enter(self.number, ()).expect("what it has ended has left"));
        }
    }
}

#[test]
fn a_destructor_may_end_other_entries_of_its_own_and_other_maps() {
    watched("a destructor", PATIENCE, || {
        let unique = Arc::new(Unique::new());
        let enders = Inflight::<Ender>::new();
        let guards: Vec<_> = (0..50)
            .map(|number| {
                let ends = RefCell::new(Some(unique.try_enter_owned(number, ()).unwrap()));
                enders.enter(number, Ender { number, map: Arc::downgrade(&unique), ends })
            })
            .collect();
        assert_eq!((enders.len(), unique.len()), (50, 50));
        drop(guards);
        assert_eq!((enders.len(), unique.len(), unique.stats().exited), (0, 0, 100));
    });
}

#[test]
fn a_guard_whose_thread_has_ended_ends_its_entry_though_another_thread_has_its_slot() {
    let map = Arc::new(Inflight::new());
    let mut guards = Vec::new();
    // One after another: each takes the thread slot that the one before has given back.
    for key in 0..200 {
        let map = Arc::clone(&map);
        guards.push(thread::spawn(move || map.enter_owned(key, ())).join().unwrap());
    }
    for (key, guard) in (0..).zip(guards) {
        assert!(map.contains_key(&key));
        thread::scope(|scope| {
            // In the same shard, perhaps in the same slot.
            scope.spawn(|| {
                let beside = map.enter(1_000, ());
                drop(guard);
                assert!(!map.contains_key(&key) && map.contains_key(&1_000));
                drop(beside);
            });
        });
    }
    let stats = map.stats();
    assert_eq!((stats.len, stats.entered, stats.exited), (0, 400, 400));
}

#[test]
fn a_forgotten_guard_keeps_its_entry_until_the_map_is_dropped() {
    let values = Arc::new(Census::default());
    let (inflight, unique) = (Inflight::new(), Unique::new());
    mem::forget(inflight.enter(1, values.counted()));
    mem::forget(unique.try_enter(1, values.counted()));
    let kept = ManuallyDrop::new(inflight.enter(2, values.counted()));
    drop((inflight.enter(3, values.counted()), unique.try_enter(2, values.counted())));
    assert!(unique.try_enter(1, values.counted()).is_err());
    assert_eq!((inflight.len(), unique.len(), values.live()), (2, 1, 3));
    assert_eq!((inflight.stats().exited, unique.stats().exited), (1, 1));
    drop(ManuallyDrop::into_inner(kept));
    drop((inflight, unique));
    assert_eq!(values.live(), 0);
}

/// What is done as a thread ends.
type Task = Box<dyn FnOnce() + Send>;

#[derive(Default)]
struct AtTheEnd(Vec<Task>);

impl Drop for AtTheEnd {
    fn drop(&mut self) {
        self.0.drain(..).for_each(|task| task());
    }
}

thread_local! {
    static AT_THE_END: RefCell<AtTheEnd> = RefCell::default();
}

fn at_the_end_of_this_thread(task: impl FnOnce() + Send + 'static) {
    AT_THE_END.with_borrow_mut(|at_the_end| at_the_end.0.push(Box::new(task)));
}

/// Runs `first`, and `then` in the destructor of a thread-local that is made before `first`, or after it.
fn thread_that_ends(is_made_first: bool, first: impl FnOnce() -> Task + Send + 'static) {
    let ended = thread::spawn(move || {
        if is_made_first {
            at_the_end_of_this_thread(|| ());
        }
        at_the_end_of_this_thread(first());
    });
    ended.join().unwrap();
}

#[test]
fn guards_in_thread_locals_end_with_the_thread_whatever_of_it_is_gone_by_then() {
    watched("a thread's end", PATIENCE, || {
        let (inflight, unique) = (Arc::new(Inflight::new()), Arc::new(Unique::new()));
        for is_made_first in [true, false] {
            let (there, also_there) = (Arc::clone(&inflight), Arc::clone(&unique));
            thread_that_ends(is_made_first, move || {
                let guards = (there.enter_owned(1, ()), also_there.try_enter_owned(1, ()).unwrap());
                Box::new(move || {
                    // Enters once more, with or without a thread slot.
                    let more: Vec<_> =
                        (2..20).map(|key| (there.enter(key, ()), also_there.try_enter(key, ()))).collect();
                    assert_eq!((there.len(), also_there.len()), (19, 19));
                    drop(guards);
                    assert_eq!((there.stats().len, also_there.snapshot().len()), (18, 18));
                    drop(more);
                })
            });
            assert_eq!((inflight.len(), unique.len()), (0, 0), "made first: {is_made_first}");
        }
        assert_eq!((inflight.stats().exited, unique.stats().exited), (38, 38));
    });
}

#[test]
fn a_thread_may_enter_for_the_first_time_as_it_ends() {
    watched("a thread's end", PATIENCE, || {
        let map = Arc::new(Inflight::new());
        let flights = Arc::new(FlightMap::<u64, u64>::new());
        for _ in 0..300 {
            let (map, flights) = (Arc::clone(&map), Arc::clone(&flights));
            thread_that_ends(true, move || {
                Box::new(move || {
                    let guard = map.enter(1, ());
                    assert!(map.contains_key(&1));
                    assert_eq!(flights.blocking_run(1, || 7), 7);
                    drop(guard);
                })
            });
        }
        assert_eq!((map.len(), map.stats().exited, flights.stats().leaders), (0, 300, 300));
    });
}

#[test]
fn guards_go_from_thread_to_thread_while_those_come_and_go() {
    static DONE: AtomicUsize = AtomicUsize::new(0);
    const HOPS: usize = 40;

    watched("guards on their way", PATIENCE, || {
        let map = Arc::new(Inflight::new());
        let (sender, receiver) = mpsc::channel::<EntryGuard<Arc<Inflight>>>();
        let receiver = Mutex::new(receiver);
        for key in 0..64 {
            sender.send(map.enter_owned(key, ())).unwrap();
        }
        for _ in 0..HOPS {
            thread::scope(|scope| {
                for _ in 0..8 {
                    scope.spawn(|| {
                        for _ in 0..8 {
                            let guard = receiver.lock().unwrap_or_else(PoisonError::into_inner).recv().unwrap();
                            let replaced = map.enter_owned(1_000, ());
                            drop(guard);
                            sender.send(replaced).unwrap();
                            DONE.fetch_add(1, SeqCst);
                        }
                    });
                }
            });
            assert_eq!(map.len(), 64);
        }
        assert_eq!(DONE.load(SeqCst), 64 * HOPS);
        drop(receiver);
        assert_eq!((map.len(), map.count(&1_000)), (0, 0));
    });
}
