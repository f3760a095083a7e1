//! What maps with unique keys promise, one check each.

use super::{
    fixture::{Fixture, Found, expect},
    sample::Sample,
};
use crate::entry::{CallSite, EntryGuard, EntryMap, Occupied, UniqueKeys, guard::Inserted};
use alloc::{format, string::String};
use core::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::{
    sync::{Arc, Barrier},
    thread,
};

/// Removes an entry without its guard.
pub(super) type RemoveByHand<M> = Arc<dyn Fn(&M, u8) + Send + Sync>;
type Refused<M> = Occupied<<M as EntryMap>::Key, <M as EntryMap>::Value, bool>;

/// An entry, or a refusal with whether the value that is there is the sample of the number `there`.
fn try_enter<M>(fixture: &Fixture<M>, key: u8, value: u8, there: u8) -> Result<EntryGuard<Arc<M>>, Refused<M>>
where
    M: UniqueKeys<Key: Sample, Value: Sample>,
{
    let at = CallSite::here();
    let looked = |existing: &M::Value| existing.is(there);
    Inserted::try_enter(Arc::clone(&fixture.map), fixture.key(key), fixture.value(value), at, looked)
        .map(Inserted::named)
}

fn enter<M>(fixture: &Fixture<M>, key: u8, when: &str) -> Result<EntryGuard<Arc<M>>, String>
where
    M: UniqueKeys<Key: Sample, Value: Sample>,
{
    try_enter(fixture, key, key + 16, 0).map_err(|_| format!("a call was refused {when}"))
}

fn is_taken<M>(fixture: &Fixture<M>, key: u8) -> bool
where
    M: UniqueKeys<Key: Sample, Value: Sample>,
{
    try_enter(fixture, key, key + 16, 0).is_err()
}

pub(super) fn lives_with_its_guard<M>(fixture: &Fixture<M>) -> Found
where
    M: UniqueKeys<Key: Sample, Value: Sample>,
{
    let guard = enter(fixture, 0, "by an empty map")?;
    expect(is_taken(fixture, 0), "no entry under the key of a guard that lives")?;
    let other = enter(fixture, 1, "although its key is free")?;
    drop(guard);
    expect(!is_taken(fixture, 0), "the entry of a guard that was dropped")?;
    expect(is_taken(fixture, 1), "another entry has gone with it")?;
    drop(other);
    drop(enter(fixture, 0, "when all guards had dropped")?);
    Ok(())
}

pub(super) fn refuses<M>(fixture: &Fixture<M>) -> Found
where
    M: UniqueKeys<Key: Sample, Value: Sample>,
{
    let guard = enter(fixture, 0, "by an empty map")?;
    expect(is_taken(fixture, 0), "a call was let in although its key is taken")?;
    expect(is_taken(fixture, 0), "the refusal has removed the other's entry")?;
    // The second of the two would find what the first had put there.
    for refused in [1, 2] {
        match try_enter(fixture, 0, refused, 16) {
            Ok(_) => return Err("a call was let in although its key is taken".into()),
            Err(refused) => expect(refused.existing, "the refusal has changed the other's value")?,
        }
    }
    drop(guard);
    expect(!is_taken(fixture, 0), "an entry of the refused call's")
}

pub(super) fn gives_back<M>(fixture: &Fixture<M>) -> Found
where
    M: UniqueKeys<Key: Sample, Value: Sample>,
{
    let _guard = enter(fixture, 2, "by an empty map")?;
    let Err(refused) = try_enter(fixture, 2, 5, 18) else {
        return Err("a call was let in although its key is taken".into());
    };
    expect(refused.key.is(2), "another key")?;
    expect(refused.value.is(5), "another value")
}

pub(super) fn shows_the_value<M>(fixture: &Fixture<M>) -> Found
where
    M: UniqueKeys<Key: Sample, Value: Sample>,
{
    let _guards = [enter(fixture, 3, "by an empty map")?, enter(fixture, 4, "although its key is free")?];
    for key in [3, 4] {
        match try_enter(fixture, key, 6, key + 16) {
            Ok(_) => return Err("a call was let in although its key is taken".into()),
            Err(refused) => expect(refused.existing, "another value")?,
        }
    }
    Ok(())
}

pub(super) fn leaves_in_a_panic<M>(fixture: &Fixture<M>) -> Found
where
    M: UniqueKeys<Key: Sample, Value: Sample>,
{
    Fixture::unwind(enter(fixture, 0, "by an empty map")?);
    expect(!is_taken(fixture, 0), "the entry is still there")
}

pub(super) fn removes_its_own<M>(fixture: &Fixture<M>) -> Found
where
    M: UniqueKeys<Key: Sample, Value: Sample>,
{
    let mut guards = [const { None }; 8];
    for (key, guard) in (0..).zip(&mut guards) {
        *guard = Some(enter(fixture, key, "although its key is free")?);
    }
    for ended in [3, 0, 7, 5, 1, 6, 2, 4] {
        guards[ended] = None;
        for (key, guard) in (0..).zip(&guards) {
            match guard {
                Some(_) => expect(is_taken(fixture, key), "another entry has gone with a guard's own")?,
                None => expect(!is_taken(fixture, key), "a guard has left its entry behind")?,
            }
        }
    }
    Ok(())
}

/// Uses the map in every way, as a destructor might.
fn visitor<M>(fixture: &Fixture<M>) -> impl Fn() + Send + Sync + use<M>
where
    M: UniqueKeys<Key: Sample, Value: Sample> + Send + Sync,
{
    let fixture = fixture.clone();
    // The key of the entry first: whatever the map locks for it, is locked by the same key.
    move || (0..4).for_each(|key| drop(try_enter(&fixture, key, 9, 0)))
}

pub(super) fn drops_removed_outside<M>(fixture: &Fixture<M>) -> Found
where
    M: UniqueKeys<Key: Sample, Value: Sample> + Send + Sync + 'static,
{
    if fixture.later {
        return Ok(());
    }
    for tracker in [&fixture.keys, &fixture.values] {
        let guard = enter(fixture, 0, "by an empty map")?;
        tracker.at_every_drop(visitor(fixture));
        drop(guard);
        let called = tracker.end();
        expect(called > 0 || !tracker.sees(), "it was not dropped with its entry")?;
    }
    Ok(())
}

pub(super) fn drops_refused_outside<M>(fixture: &Fixture<M>, refused_keys_under_lock: bool) -> Found
where
    M: UniqueKeys<Key: Sample, Value: Sample> + Send + Sync + 'static,
{
    let _guard = enter(fixture, 0, "by an empty map")?;
    for (tracker, exempt) in [(&fixture.keys, refused_keys_under_lock), (&fixture.values, false)] {
        if !exempt {
            tracker.at_every_drop(visitor(fixture));
        }
        let refused = try_enter(fixture, 0, 1, 16);
        tracker.end();
        expect(refused.is_err(), "a call was let in although its key is taken")?;
    }
    Ok(())
}

const KEYS: u8 = 3;
const THREADS: usize = 4;
const ROUNDS: usize = 500;

pub(super) fn contended<M>(fixture: &Fixture<M>) -> Found
where
    M: UniqueKeys<Key: Sample, Value: Sample> + Send + Sync,
{
    let held = [const { AtomicBool::new(false) }; KEYS as usize];
    let start = Barrier::new(THREADS);
    let call = |thread: usize| -> Found {
        start.wait();
        // Each thread begins with another key.
        for key in (0..KEYS).cycle().skip(thread).take(ROUNDS) {
            match try_enter(fixture, key, key + 16, key + 16) {
                Ok(guard) => {
                    let alone = !held[usize::from(key)].swap(true, SeqCst);
                    thread::yield_now();
                    held[usize::from(key)].store(false, SeqCst);
                    drop(guard);
                    expect(alone, "two calls held the same key at once")?;
                }
                Err(refused) => {
                    expect(refused.existing, "`occupied` was shown the value of another key")?;
                    expect(
                        refused.key.is(key) && refused.value.is(key + 16),
                        "a refused call got something else back",
                    )?;
                }
            }
        }
        Ok(())
    };
    thread::scope(|scope| {
        let threads = core::array::from_fn::<_, THREADS, _>(|thread| scope.spawn(move || call(thread)));
        threads.into_iter().try_for_each(|thread| thread.join().unwrap_or_else(|_| Err("the map panicked".into())))
    })?;
    (0..KEYS).try_for_each(|key| expect(!is_taken(fixture, key), "an entry was left behind"))
}

pub(super) fn spares_successors<M>(fixture: &Fixture<M>, remove: &RemoveByHand<M>) -> Found
where
    M: UniqueKeys<Key: Sample, Value: Sample>,
{
    let first = enter(fixture, 0, "by an empty map")?;
    remove(&fixture.map, 0);
    expect(!is_taken(fixture, 0), "an entry that was removed by hand")?;
    let successor = enter(fixture, 0, "although its key is free")?;
    drop(first);
    expect(is_taken(fixture, 0), "the first guard has removed the entry of the second")?;
    drop(successor);
    expect(!is_taken(fixture, 0), "the second guard has left its entry behind")
}
