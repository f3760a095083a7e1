#![deny(warnings)]

use scoped_entry::{InflightMap, enter, scoped_entry};
use std::sync::{Mutex, MutexGuard, PoisonError};

static INFLIGHT: InflightMap<u64> = InflightMap::new();
static TURN: Mutex<()> = Mutex::new(());

#[scoped_entry(hold = TURN.lock().unwrap_or_else(PoisonError::into_inner))]
#[scoped_entry(map = INFLIGHT, key = id)]
fn exclusive(id: u64) -> usize {
    INFLIGHT.count(&id)
}

#[scoped_entry(hold = TURN.lock().map_err(drop)?, guard = turn)]
fn named(id: u64) -> Result<usize, ()> {
    let () = *turn;
    drop(turn);
    Ok(INFLIGHT.count(&id))
}

/// Whether there is a guard is the caller's affair.
#[scoped_entry(hold = (turn,))]
fn perhaps(turn: Option<MutexGuard<'_, ()>>) {}

/// A guard of whatever type.
#[scoped_entry(hold = guard)]
fn generic<G>(guard: G) {}

fn statement() -> bool {
    enter!(hold = TURN.lock().unwrap_or_else(PoisonError::into_inner));
    TURN.try_lock().is_err()
}

fn main() {
    assert_eq!(exclusive(7), 1);
    assert_eq!(named(7), Ok(0));
    perhaps(None);
    generic(TURN.lock().unwrap_or_else(PoisonError::into_inner));
    assert!(statement());
    assert!(TURN.try_lock().is_ok());
}
