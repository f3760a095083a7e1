//! What a map does when it has more entries than its limit: who is told, when, and what it is told.

use super::{
    deliberate::{caught, deliberate},
    maps::*,
    watchdog::within_deadline,
};
use scoped_entry::{EntryGuard, Excess, scoped_entry};
use std::{
    sync::{
        Arc, Barrier, LazyLock, Mutex, OnceLock,
        atomic::{AtomicUsize, Ordering::SeqCst},
        mpsc,
    },
    thread,
    time::Duration,
};

/// Length, limit, suppressed calls.
type Report = (usize, usize, u64);

fn sent(sender: &mpsc::Sender<Report>) -> impl Fn(&Excess<'_>) + Send + Sync + use<> {
    let sender = Mutex::new(sender.clone());
    move |excess| {
        let report = (excess.len, excess.limit, excess.suppressed);
        sender.lock().unwrap().send(report).expect("the test listens");
    }
}

macro_rules! limits {
    ($($module:ident $map:ident [$($refused:tt)*];)*) => {$(
        mod $module {
            use super::*;

            type Map = $map<u64>;

            /// A map with a limit that reports once, or each call if `interval` is zero.
            fn reporting(limit: usize, interval: Duration) -> (Map, mpsc::Receiver<Report>) {
                let (sender, reports) = mpsc::channel();
                let builder = Map::builder().limit(limit).excess_interval(interval);
                (builder.on_excess(sent(&sender)).build(), reports)
            }

            fn hold(map: &Map, keys: std::ops::Range<u64>) -> Vec<EntryGuard<&Map>> {
                keys.map(|key| map.hold(key, ())).collect()
            }

            #[scoped_entry(map = *map, key = 3 $($refused)*)]
            fn fourth(map: &Map, reports: &mpsc::Receiver<Report>) -> Option<Report> {
                reports.try_recv().ok()
            }

            #[test]
            fn the_call_that_exceeds_the_limit_is_reported_before_it_goes_on() {
                let (map, reports) = reporting(3, Duration::MAX);
                let _guards = hold(&map, 0..3);
                assert_eq!(reports.try_recv().ok(), None);
                assert_eq!(fourth(&map, &reports), Some((4, 3, 0)));
                assert_eq!((map.stats().limit, map.stats().excesses), (Some(3), 1));
            }

            #[test]
            fn one_excess_is_reported_once_an_interval_with_the_calls_suppressed_meanwhile() {
                let (map, reports) = reporting(3, Duration::MAX);
                let _guards = hold(&map, 0..10);
                assert_eq!(reports.try_iter().collect::<Vec<_>>(), [(4, 3, 0)]);

                let (map, reports) = reporting(3, Duration::ZERO);
                let _guards = hold(&map, 0..6);
                assert_eq!(reports.try_iter().collect::<Vec<_>>(), [(4, 3, 0), (5, 3, 0), (6, 3, 0)]);
            }

            #[test]
            fn an_excess_ends_below_four_fifths_of_the_limit() {
                let (map, reports) = reporting(10, Duration::MAX);
                let mut guards = hold(&map, 0..12);
                assert_eq!(reports.try_iter().collect::<Vec<_>>(), [(11, 10, 0)]);
                // Eight are left, which is four fifths; up again, and down to seven, and up.
                guards.truncate(8);
                guards.extend(hold(&map, 20..24));
                assert_eq!((reports.try_iter().count(), map.stats().excesses), (0, 1));
                guards.truncate(7);
                guards.extend(hold(&map, 30..34));
                // Another excess, within the interval.
                assert_eq!((reports.try_iter().count(), map.stats().excesses), (0, 2));
            }

            #[test]
            fn a_report_names_the_map_and_the_oldest_entry() {
                static REPORTS: Mutex<Vec<(String, u32, bool)>> = Mutex::new(Vec::new());
                let map = Map::builder().name("payments").limit(1).on_excess(|excess| {
                    let age = excess.oldest_age < Duration::from_secs(59);
                    let report = (excess.name.as_deref().unwrap().to_owned(), excess.oldest_location.line(), age);
                    REPORTS.lock().unwrap().push(report);
                }).build();
                let (oldest, line) = (map.hold(1, ()), line!());
                let _younger = map.hold(2, ());
                assert_eq!(*REPORTS.lock().unwrap(), [("payments".to_owned(), line, true)]);
                drop(oldest);
            }

            /// Each use would wait for ever if a lock were held, and each entry report itself if it were reported.
            #[test]
            fn a_callback_may_use_the_map() {
                within_deadline(|| {
                    static USED: LazyLock<Map> = LazyLock::new(|| {
                        Map::builder().limit(1).excess_interval(Duration::ZERO).on_excess(|excess| {
                            let guards = hold(&USED, 100..200);
                            assert_eq!((USED.len(), USED.snapshot().len()), (102, 102));
                            assert_eq!((USED.oldest().unwrap().key, USED.stats().len), (1, 102));
                            assert!(USED.contains_key(&150) && excess.len == 2);
                            drop(guards);
                        }).build()
                    });
                    let _guards = hold(&USED, 1..3);
                    assert_eq!(USED.len(), 2);
                    assert_eq!(USED.stats().entered, 102);
                });
            }

            #[test]
            fn a_panic_in_the_callback_leaves_the_call_without_an_entry_and_does_not_silence_the_next() {
                let map = Map::builder().limit(2).excess_interval(Duration::ZERO).on_excess(|_| deliberate()).build();
                let guards = hold(&map, 0..2);
                caught(|| map.hold(2, ()));
                caught(|| map.hold(3, ()));
                assert_eq!((map.len(), map.contains_key(&2), map.contains_key(&3)), (2, false, false));
                drop(guards);
                let stats = map.stats();
                assert_eq!((stats.len, stats.entered, stats.exited, stats.exited_panicking), (0, 4, 4, 2));
                let guards = hold(&map, 0..2);
                caught(|| map.hold(2, ()));
                drop(guards);
            }

            /// The load swings around the limit while the report takes its time.
            #[test]
            fn a_call_makes_one_report_and_is_not_kept_by_the_excesses_that_begin_meanwhile() {
                within_deadline(|| {
                    static SWUNG: LazyLock<Map> = LazyLock::new(|| {
                        Map::builder().limit(10).excess_interval(Duration::ZERO).on_excess(|_| {
                            for _ in 0..3 {
                                // Down to two, and up to a new excess.
                                HELD.lock().unwrap().truncate(1);
                                let more = hold(&SWUNG, 200..212);
                                HELD.lock().unwrap().extend(more);
                            }
                            REPORTS.fetch_add(1, SeqCst);
                        }).build()
                    });
                    static HELD: Mutex<Vec<EntryGuard<&Map>>> = Mutex::new(Vec::new());
                    static REPORTS: AtomicUsize = AtomicUsize::new(0);
                    let first = hold(&SWUNG, 0..10);
                    HELD.lock().unwrap().extend(first);
                    let call = SWUNG.hold(100, ());
                    assert_eq!((REPORTS.load(SeqCst), SWUNG.stats().excesses), (1, 4));
                    drop(call);
                });
            }

            #[test]
            fn a_report_can_be_sent_to_another_thread_by_value() {
                let (sender, reports) = mpsc::sync_channel::<Excess<'static>>(1);
                let map = Map::builder().name(String::from("payments")).limit(1).on_excess(move |excess| {
                    let _ = sender.try_send(excess.clone().into_owned());
                }).build();
                drop(hold(&map, 0..2));
                drop(map);
                let excess = thread::spawn(move || reports.recv().unwrap()).join().unwrap();
                assert_eq!((excess.name.as_deref(), excess.len, excess.limit), (Some("payments"), 2, 1));
            }

            #[test]
            fn without_a_callback_an_excess_is_counted() {
                let map = Map::builder().limit(0).build();
                drop(hold(&map, 0..3));
                assert_eq!((map.stats().excesses, map.stats().limit), (1, Some(0)));
                assert_eq!((Map::default().stats().excesses, Map::default().stats().limit), (0, None));
            }

            /// Each thread has a shard of its own, and none of them has more than the limit.
            #[test]
            fn of_threads_that_exceed_the_limit_together_one_is_told() {
                within_deadline(|| {
                    for threads in [2, 5, 16] {
                        let (map, reports) = reporting(threads * 10 - 1, Duration::MAX);
                        let together = Barrier::new(threads);
                        thread::scope(|scope| {
                            for thread in 0..threads as u64 {
                                let (map, together) = (&map, &together);
                                scope.spawn(move || {
                                    let _guards = hold(map, thread * 10..thread * 10 + 10);
                                    together.wait();
                                    assert_eq!(map.len(), 10 * together_size(map));
                                    together.wait();
                                });
                            }
                        });
                        let limit = threads * 10 - 1;
                        assert_eq!(reports.try_iter().collect::<Vec<_>>(), [(limit + 1, limit, 0)]);
                        let stats = map.stats();
                        assert_eq!((stats.len, stats.excesses), (0, 1));
                        assert!((limit + 1..=limit + 1 + limit / 8).contains(&stats.peak));
                    }
                });
            }

            fn together_size(map: &Map) -> usize {
                map.stats().limit.expect("it has one").div_ceil(10)
            }

            #[test]
            fn stuck_entries_are_those_of_an_age_oldest_first() {
                let map = Map::default();
                let guards = hold(&map, 0..5);
                let keys = |age| map.stuck(age).into_iter().map(|live| live.key).collect::<Vec<_>>();
                assert_eq!(keys(Duration::ZERO), [0, 1, 2, 3, 4]);
                assert!(keys(Duration::from_secs(3_599)).is_empty());
                // The age of one in the middle parts them, whatever the clock shows.
                let ages: Vec<_> = map.snapshot().into_iter().map(|live| live.age).collect();
                assert!(keys(ages[2]).starts_with(&[0, 1, 2]));
                drop(guards);
                assert!(keys(Duration::ZERO).is_empty());
            }

            #[test]
            fn any_number_of_shards_will_do() {
                for shards in [0, 1, 3, 64, 1_000] {
                    let map = Map::builder().shards(shards).build();
                    let guards = hold(&map, 0..100);
                    assert_eq!((map.len(), map.snapshot().len(), map.stats().peak), (100, 100, 100));
                    assert!((0..100).all(|key| map.contains_key(&key)));
                    drop(guards);
                    assert!(map.is_empty());
                }
            }

            #[test]
            fn threads_that_come_and_go_and_entries_that_travel_leave_nothing() {
                within_deadline(|| {
                    let map = Arc::new(Map::builder().shards(2).build());
                    for round in 0..200 {
                        let entry = thread::spawn({
                            let map = Arc::clone(&map);
                            move || map.hold_owned(round, ())
                        }).join().unwrap();
                        thread::spawn(move || drop(entry)).join().unwrap();
                    }
                    let stats = map.stats();
                    assert_eq!((stats.len, stats.peak, stats.exited), (0, 1, 200));
                });
            }
        }
    )*};
}

limits! {
    inflight_map InflightMap [];
    unique_map UniqueMap [, occupied = panic!("the key is free")];
}

/// A key that uses its map while it is cloned: `len` is the one question that may be asked then.
#[derive(PartialEq, Eq, Hash)]
struct Asks;

static ASKED: OnceLock<InflightMap<Asks>> = OnceLock::new();

impl Clone for Asks {
    fn clone(&self) -> Self {
        assert_eq!(ASKED.get().map(InflightMap::len), Some(1));
        Self
    }
}

#[test]
fn the_length_takes_no_lock() {
    within_deadline(|| {
        let map = ASKED.get_or_init(InflightMap::new);
        let _guard = map.hold(Asks, ());
        assert_eq!(map.snapshot().len(), 1);
    });
}
