//! Random schedules beside a sequential model.
//!
//! The schedule starts calls, polls them, drops them, and tells each body how its next poll ends. The model says what
//! every poll has to give, and which calls have to be awake.

use crate::polling::Call;
use fastrand::Rng;
use scoped_entry::FlightMap;
use std::{
    cell::Cell,
    collections::BTreeMap,
    future::poll_fn,
    panic::{AssertUnwindSafe, catch_unwind},
    task::Poll,
};

const SCHEDULES: u64 = 5_000;
const STEPS: usize = 60;
const CALLS: usize = 12;
const KEYS: u64 = 3;

/// How the next poll of a body ends.
#[derive(Clone, Copy, Debug)]
enum Orders {
    Wait,
    Return,
    Panic,
    Fail,
}

/// Who ran the body that it comes from.
type Answer = Result<usize, ()>;

#[derive(Clone, Copy, Debug, PartialEq)]
enum Outcome {
    Flying,
    Landed(usize),
    /// Its leader has left, and calls wait.
    Free,
    Closed,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum State {
    Outside,
    Leads(usize),
    Follows(usize),
    Gone,
}

#[derive(Default)]
struct Model {
    flights: Vec<Outcome>,
    /// How many follow each of them.
    followers: Vec<usize>,
    live: BTreeMap<u64, usize>,
    bodies: u64,
    served: u64,
    promotions: u64,
}

impl Model {
    fn end(&mut self, key: u64, flight: usize, outcome: Outcome) {
        self.flights[flight] = outcome;
        if outcome == Outcome::Free {
            if self.followers[flight] > 0 {
                return;
            }
            self.flights[flight] = Outcome::Closed;
        }
        assert_eq!(self.live.remove(&key), Some(flight));
    }

    fn lead(&mut self, flight: usize) -> State {
        self.bodies += 1;
        self.flights[flight] = Outcome::Flying;
        State::Leads(flight)
    }

    /// `None` for a panic.
    fn poll(&mut self, call: usize, key: u64, state: &mut State, orders: Orders) -> Option<Poll<Answer>> {
        if let State::Follows(flight) = *state {
            match self.flights[flight] {
                Outcome::Flying => return Some(Poll::Pending),
                Outcome::Landed(by) => {
                    *state = State::Gone;
                    self.followers[flight] -= 1;
                    self.served += 1;
                    return Some(Poll::Ready(Ok(by)));
                }
                Outcome::Free => {
                    self.promotions += 1;
                    self.followers[flight] -= 1;
                    *state = self.lead(flight);
                }
                Outcome::Closed => unreachable!("a call follows it"),
            }
        }
        if !matches!(state, State::Leads(_)) {
            match self.live.get(&key).copied() {
                Some(live) if self.flights[live] == Outcome::Free => *state = self.lead(live),
                Some(live) => {
                    self.followers[live] += 1;
                    *state = State::Follows(live);
                    return Some(Poll::Pending);
                }
                None => {
                    let flight = self.flights.len();
                    self.live.insert(key, flight);
                    self.flights.push(Outcome::Flying);
                    self.followers.push(0);
                    *state = self.lead(flight);
                }
            }
        }
        let State::Leads(flight) = *state else { unreachable!("it leads by now") };
        let (outcome, answer) = match orders {
            Orders::Wait => return Some(Poll::Pending),
            Orders::Return => (Outcome::Landed(call), Some(Poll::Ready(Ok(call)))),
            Orders::Fail => (Outcome::Free, Some(Poll::Ready(Err(())))),
            Orders::Panic => (Outcome::Free, None),
        };
        *state = State::Gone;
        self.end(key, flight, outcome);
        answer
    }

    fn drop(&mut self, key: u64, state: State) {
        match state {
            State::Leads(flight) => self.end(key, flight, Outcome::Free),
            State::Follows(flight) => {
                self.followers[flight] -= 1;
                if self.flights[flight] == Outcome::Free {
                    self.end(key, flight, Outcome::Free);
                }
            }
            State::Outside | State::Gone => {}
        }
    }

    fn is_to_be_awake(&self, state: State) -> bool {
        matches!(state, State::Follows(flight) if matches!(self.flights[flight], Outcome::Landed(_)))
    }
}

fn run(seed: u64) {
    let mut rng = Rng::with_seed(seed);
    let map = FlightMap::<u64, usize>::new();
    let orders: [Cell<Orders>; CALLS] = std::array::from_fn(|_| Cell::new(Orders::Wait));
    let keys: [u64; CALLS] = std::array::from_fn(|_| rng.u64(..KEYS));
    let mut model = Model::default();
    let mut states = [State::Outside; CALLS];
    let mut calls: Vec<Option<Call<'_, Answer>>> = (0..CALLS)
        .map(|call| {
            let orders = &orders;
            let body = poll_fn(move |_| match orders[call].get() {
                Orders::Wait => Poll::Pending,
                Orders::Return => Poll::Ready(Ok(call)),
                Orders::Fail => Poll::Ready(Err(())),
                Orders::Panic => panic!("as it was told"),
            });
            Some(Call::new(map.try_run(keys[call], body)))
        })
        .collect();
    for _ in 0..STEPS {
        let at = rng.usize(..CALLS);
        let (key, state) = (keys[at], &mut states[at]);
        let Some(call) = &mut calls[at] else { continue };
        match rng.u8(..10) {
            0 => {
                model.drop(key, *state);
                *state = State::Gone;
                calls[at] = None;
            }
            1 => orders[at].set([Orders::Return, Orders::Fail, Orders::Panic][rng.usize(..3)]),
            _ => {
                let expected = model.poll(at, key, state, orders[at].get());
                let found = catch_unwind(AssertUnwindSafe(|| call.poll())).ok();
                assert_eq!(found, expected, "seed {seed}, call {at}");
                if *state == State::Gone {
                    calls[at] = None;
                }
            }
        }
        assert_eq!(map.len(), model.live.len(), "seed {seed}");
        for (flight, _) in model.flights.iter().enumerate().filter(|(_, outcome)| **outcome == Outcome::Free) {
            let follows = |(call, state): (&Option<Call<'_, Answer>>, State)| {
                state == State::Follows(flight) && call.as_ref().is_some_and(Call::is_woken)
            };
            assert!(calls.iter().zip(states).any(follows), "seed {seed}: nobody is to lead");
        }
        for (call, state) in calls.iter().zip(states) {
            if let Some(call) = call
                && model.is_to_be_awake(state)
            {
                assert!(call.is_woken(), "seed {seed}: a follower hangs");
            }
        }
    }
    let counted = map.stats();
    assert_eq!(
        (counted.leaders, counted.served, counted.promotions),
        (model.bodies, model.served, model.promotions),
        "seed {seed}"
    );
    drop(calls);
    assert!(map.is_empty(), "seed {seed}");
}

#[test]
fn thousands_of_random_schedules_go_as_a_sequential_model_says() {
    // Panics by the thousand are part of it, and not for reading.
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if panic.payload_as_str() != Some("as it was told") {
            hook(panic);
        }
    }));
    for seed in 0..SCHEDULES {
        run(seed);
    }
}
