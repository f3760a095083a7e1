//! Random schedules beside a sequential model: what each guard resolves to, and what is counted.

use crate::tools::poll;
use scoped_entry::{Closed, EntryGuard, PendingMap};
use std::{collections::HashSet, task::Poll};

/// What the model knows of a guard.
#[derive(Clone, Copy, PartialEq)]
enum State {
    Waiting,
    Ends(Result<u64, Closed>),
}

struct Call<'a> {
    key: u8,
    guard: EntryGuard<&'a PendingMap<u8, u64>>,
    state: State,
}

#[derive(Default, Debug, PartialEq)]
struct Counted {
    completed: u64,
    dropped: u64,
    closed: u64,
    unclaimed: u64,
}

#[test]
fn every_schedule_does_what_the_model_does() {
    for seed in 0..300 {
        run(&mut fastrand::Rng::with_seed(seed));
    }
}

fn run(random: &mut fastrand::Rng) {
    let pending = PendingMap::builder().shards(1 << random.u32(0..3)).build();
    let (mut calls, mut counted, mut is_closed) = (Vec::<Call<'_>>::new(), Counted::default(), false);
    for step in 0..200 {
        let key = random.u8(0..8);
        let waits = |call: &Call<'_>| call.key == key && call.state == State::Waiting;
        match random.u32(0..100) {
            0..35 => match pending.try_enter(key) {
                Ok(guard) => {
                    assert!(is_closed || !calls.iter().any(waits));
                    let state = if is_closed { State::Ends(Err(Closed)) } else { State::Waiting };
                    calls.push(Call { key, guard, state });
                }
                Err(occupied) => assert!(!is_closed && occupied.key == key && calls.iter().any(waits)),
            },
            35..65 => match calls.iter_mut().find(|call| waits(call)) {
                Some(call) => {
                    assert_eq!(pending.complete(&key, step), Ok(()));
                    call.state = State::Ends(Ok(step));
                    counted.completed += 1;
                }
                None => {
                    assert_eq!(pending.complete(&key, step), Err(step));
                    counted.unclaimed += 1;
                }
            },
            65..80 if !calls.is_empty() => {
                let at = random.usize(0..calls.len());
                match (poll(&mut calls[at].guard), calls[at].state) {
                    (Poll::Pending, State::Waiting) => {}
                    (Poll::Ready(polled), State::Ends(end)) => {
                        assert_eq!(polled, end);
                        calls.swap_remove(at);
                    }
                    _ => panic!("the guard and the model disagree in step {step}"),
                }
            }
            80..94 if !calls.is_empty() => {
                let call = calls.swap_remove(random.usize(0..calls.len()));
                counted.dropped += u64::from(call.state == State::Waiting);
                drop(call);
            }
            94..97 => {
                pending.close();
                is_closed = true;
                for call in calls.iter_mut().filter(|call| call.state == State::Waiting) {
                    call.state = State::Ends(Err(Closed));
                    counted.closed += 1;
                }
            }
            97..100 => {
                pending.reopen();
                is_closed = false;
            }
            _ => {}
        }
        let waiting: HashSet<_> =
            calls.iter().filter(|call| call.state == State::Waiting).map(|call| call.key).collect();
        assert_eq!((pending.len(), pending.is_closed()), (waiting.len(), is_closed));
        assert!((0..8).all(|key| pending.contains_key(&key) == waiting.contains(&key)));
        let stats = pending.stats();
        let seen = Counted {
            completed: stats.completed,
            dropped: stats.dropped,
            closed: stats.closed,
            unclaimed: stats.unclaimed,
        };
        assert_eq!(seen, counted);
    }
}
