//! What a call does that finds its key taken: both forms of `occupied`.

use super::instruments::{pause, without_deadlock};
use pollster::block_on;
use scoped_entry::{UniqueMap, scoped_entry};
use std::{
    collections::HashMap,
    panic::catch_unwind,
    sync::{Arc, LazyLock, Mutex},
};

#[derive(Clone, Debug, PartialEq, Eq)]
struct Flight {
    number: u64,
    seats: (u8, Option<char>),
}

impl Flight {
    async fn join(self) -> u64 {
        pause().await;
        self.number
    }
}

#[derive(Debug, PartialEq, Eq)]
struct Busy;

type Flights = LazyLock<UniqueMap<String, Flight>>;
static FLIGHTS: Flights = LazyLock::new(UniqueMap::new);

/// Runs while `key` is taken by a flight of this number.
fn while_taken<R>(key: &str, number: u64, run: impl FnOnce() -> R) -> R {
    let guard = FLIGHTS.try_enter(key, Flight { number, seats: (1, Some('a')) });
    let result = run();
    drop(guard);
    assert!(!FLIGHTS.contains_key(key));
    result
}

fn flight(number: u64) -> Flight {
    Flight { number, seats: (0, None) }
}

#[test]
fn without_a_pattern_any_expression_that_diverges_will_do() {
    #[scoped_entry(map = FLIGHTS, key = "returns", value = flight(2), occupied = return Err(Busy))]
    fn returns() -> Result<u64, Busy> {
        Ok(2)
    }

    #[scoped_entry(map = FLIGHTS, key = "nothing", value = flight(2), occupied = return)]
    fn returns_nothing(reached: &mut bool) {
        *reached = true;
    }

    #[scoped_entry(map = FLIGHTS, key = "panics", value = flight(2), occupied = panic!("{} is taken", by))]
    fn panics(by: u64) -> u64 {
        by
    }

    #[scoped_entry(map = FLIGHTS, key = "asks", value = flight(2), occupied = Err(Busy)?)]
    fn asks() -> Result<u64, Box<dyn std::error::Error>> {
        Ok(2)
    }

    #[scoped_entry(
        map = FLIGHTS,
        key = "block",
        value = flight(2),
        occupied = {
            let mut tries = 0;
            loop {
                tries += 1;
                if tries == 3 {
                    break;
                }
            }
            return tries;
        }
    )]
    fn block() -> u64 {
        2
    }

    #[scoped_entry(map = FLIGHTS, key = "branches", value = flight(2), occupied = match early { 1 => return 1, _ => unreachable!() })]
    fn branches(early: u64) -> u64 {
        2
    }

    assert_eq!((returns(), while_taken("returns", 1, returns)), (Ok(2), Err(Busy)));
    let mut reached = false;
    while_taken("nothing", 1, || returns_nothing(&mut reached));
    assert!(!reached);
    returns_nothing(&mut reached);
    assert!(reached);
    assert_eq!(panics(2), 2);
    let panic = while_taken("panics", 1, || catch_unwind(|| panics(2))).unwrap_err();
    assert_eq!(panic.downcast_ref::<String>().unwrap(), "2 is taken");
    assert_eq!(asks().unwrap(), 2);
    assert!(while_taken("asks", 1, asks).unwrap_err().is::<Busy>());
    assert_eq!((block(), while_taken("block", 1, block)), (2, 3));
    assert_eq!((branches(1), while_taken("branches", 1, || branches(1))), (2, 1));
}

impl std::fmt::Display for Busy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("busy")
    }
}

impl std::error::Error for Busy {}

#[test]
fn with_a_pattern_the_existing_value_is_taken_apart() {
    #[scoped_entry(map = FLIGHTS, key = "whole", value = flight(2), occupied = |flight| return flight.number)]
    fn whole() -> u64 {
        2
    }

    #[scoped_entry(
        map = FLIGHTS,
        key = "parts",
        value = flight(2),
        occupied = |Flight { number, seats: (row, ref seat) }| return (number, row, *seat),
    )]
    fn parts() -> (u64, u8, Option<char>) {
        (2, 0, None)
    }

    #[scoped_entry(map = FLIGHTS, key = "typed", value = flight(2), occupied = |mut flight: Flight| { flight.number += 1; return flight })]
    fn typed() -> Flight {
        flight(2)
    }

    #[scoped_entry(map = FLIGHTS, key = "ignored", value = flight(2), occupied = |_| return Err(Busy))]
    fn ignored() -> Result<(), Busy> {
        Ok(())
    }

    #[scoped_entry(
        map = FLIGHTS,
        key = "bound",
        value = flight(2),
        occupied = |all @ (Flight { number: 0..=1, .. } | Flight { .. })| return Some(all),
    )]
    fn bound() -> Option<Flight> {
        None
    }

    assert_eq!((whole(), while_taken("whole", 1, whole)), (2, 1));
    assert_eq!((parts(), while_taken("parts", 1, parts)), ((2, 0, None), (1, 1, Some('a'))));
    assert_eq!((typed().number, while_taken("typed", 1, typed).number), (2, 2));
    assert_eq!((ignored(), while_taken("ignored", 1, ignored)), (Ok(()), Err(Busy)));
    assert_eq!((bound(), while_taken("bound", 1, bound).map(|flight| flight.number)), (None, Some(1)));
}

#[test]
fn the_expression_runs_in_the_functions_own_context() {
    struct Service {
        refused: u64,
    }

    impl Service {
        #[scoped_entry(map = FLIGHTS, key = key, value = flight(2), occupied = |flight| return Err(self.refuse(&flight, key)))]
        fn method(&mut self, key: &str) -> Result<u64, String> {
            Ok(self.refused)
        }

        fn refuse(&mut self, flight: &Flight, key: &str) -> String {
            self.refused += flight.number;
            format!("{key} is taken by {}", flight.number)
        }

        #[scoped_entry(map = FLIGHTS, key = "later", value = flight(2), occupied = |flight| return Ok(flight.join().await))]
        async fn later(&self) -> Result<u64, Busy> {
            pause().await;
            Ok(FLIGHTS.get("later").ok_or(Busy)?.number)
        }

        #[scoped_entry(map = FLIGHTS, key = "asks later", value = flight(2), occupied = { pause().await; Err(Busy)? })]
        async fn asks_later(self) -> Result<u64, Busy> {
            pause().await;
            Ok(self.refused)
        }
    }

    let mut service = Service { refused: 0 };
    assert_eq!(service.method("method"), Ok(0));
    assert_eq!(while_taken("method", 5, || service.method("method")).unwrap_err(), "method is taken by 5");
    assert_eq!(service.method("method"), Ok(5));
    assert_eq!(block_on(service.later()), Ok(2));
    assert_eq!(while_taken("later", 5, || block_on(service.later())), Ok(5));
    assert_eq!(while_taken("asks later", 5, || block_on(service.asks_later())), Err(Busy));
}

#[test]
fn the_map_is_not_locked_while_the_expression_runs() {
    static BARE: LazyLock<Mutex<HashMap<u64, Arc<str>>>> = LazyLock::new(Mutex::default);

    #[scoped_entry(map = BARE, key = id, value = "first".into(), occupied = return BARE.lock().unwrap()[&id].clone())]
    fn without_pattern(id: u64) -> Arc<str> {
        without_pattern(id)
    }

    #[scoped_entry(
        map = BARE,
        key = id,
        value = "second".into(),
        occupied = |there| return if again { with_pattern(id + 1, false) } else { BARE.lock().unwrap().insert(id, there).unwrap() }
    )]
    fn with_pattern(id: u64, again: bool) -> Arc<str> {
        with_pattern(id, again)
    }

    #[scoped_entry(map = BARE, key = id, value = "third".into(), occupied = |there| return (there, BARE.lock().unwrap().len()))]
    async fn later(id: u64) -> (Arc<str>, usize) {
        pause().await;
        Box::pin(later(id)).await
    }

    without_deadlock(|| {
        assert_eq!(*without_pattern(1), *"first");
        assert_eq!(*with_pattern(1, true), *"second");
        assert_eq!(block_on(later(1)), ("third".into(), 1));
        assert!(BARE.lock().unwrap().is_empty());
    });
}

#[test]
fn a_refused_call_neither_enters_nor_runs_and_drops_what_it_brought() {
    static ARCS: LazyLock<UniqueMap<u64, Arc<()>>> = LazyLock::new(UniqueMap::new);

    #[scoped_entry(map = ARCS, key = 1, value = Arc::clone(arc), occupied = |there| return Arc::ptr_eq(&there, arc))]
    fn refused(arc: &Arc<()>) -> bool {
        unreachable!()
    }

    let (first, second) = (Arc::default(), Arc::default());
    let guard = ARCS.try_enter(1, Arc::clone(&first)).unwrap();
    assert!(refused(&first) && !refused(&second));
    assert_eq!((Arc::strong_count(&first), Arc::strong_count(&second)), (2, 1));
    drop(guard);
    assert_eq!(ARCS.stats().entered, 1);
}
