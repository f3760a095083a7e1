//! The promises of maps with unique keys, one check each.

use super::{
    fixture::{Fixture, Found, expect},
    sample::Sample,
};
use crate::entry::{CallSite, EntryGuard, EntryMap, Occupied, UniqueKeys, inserted::Inserted};
use alloc::{format, string::String};
use core::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::{
    sync::{Arc, Barrier},
    thread,
};

/// Removes the entry whose key is the sample with this number, without its guard.
pub(super) type RemoveByHand<M> = Arc<dyn Fn(&M, u8) + Send + Sync>;
type Refused<M> = Occupied<<M as EntryMap>::Key, <M as EntryMap>::Value, bool>;

/// Tries to enter. The error says whether the existing value is the sample with the number `there`.
fn try_enter<M>(fixture: &Fixture<M>, key: u8, value: u8, there: u8) -> Result<EntryGuard<Arc<M>>, Refused<M>>
where
    M: UniqueKeys<Key: Sample, Value: Sample>,
{
    let at = CallSite::here();
    let looked = |existing: &M::Value| existing.is(there);
    Inserted::try_enter(Arc::clone(&fixture.map), fixture.key(key), fixture.value(value), at, looked)
        .map(Inserted::named)
}

/// Enters; the error says `when` the call was rejected.
fn enter<M>(fixture: &Fixture<M>, key: u8, when: &str) -> Result<EntryGuard<Arc<M>>, String>
where
    M: UniqueKeys<Key: Sample, Value: Sample>,
{
    try_enter(fixture, key, key + 16, 0).map_err(|_| format!("a call was rejected {when}"))
}

/// Returns whether a call with this key is rejected.
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
    expect(is_taken(fixture, 0), "no entry with the key of a live guard")?;
    let other = enter(fixture, 1, "although its key was free")?;
    drop(guard);
    expect(!is_taken(fixture, 0), "the entry of a dropped guard")?;
    expect(is_taken(fixture, 1), "another entry was removed with it")?;
    drop(other);
    drop(enter(fixture, 0, "after all guards had dropped")?);
    Ok(())
}

pub(super) fn refuses<M>(fixture: &Fixture<M>) -> Found
where
    M: UniqueKeys<Key: Sample, Value: Sample>,
{
    let guard = enter(fixture, 0, "by an empty map")?;
    expect(is_taken(fixture, 0), "a call was accepted although its key was already present")?;
    expect(is_taken(fixture, 0), "the rejected call removed the existing entry")?;
    // If the first rejected call changed the value, the second one finds its sample.
    for refused in [1, 2] {
        match try_enter(fixture, 0, refused, 16) {
            Ok(_) => return Err("a call was accepted although its key was already present".into()),
            Err(refused) => expect(refused.existing, "the rejected call changed the existing value")?,
        }
    }
    drop(guard);
    expect(!is_taken(fixture, 0), "an entry of the rejected call")
}

pub(super) fn gives_back<M>(fixture: &Fixture<M>) -> Found
where
    M: UniqueKeys<Key: Sample, Value: Sample>,
{
    let _guard = enter(fixture, 2, "by an empty map")?;
    let Err(refused) = try_enter(fixture, 2, 5, 18) else {
        return Err("a call was accepted although its key was already present".into());
    };
    expect(refused.key.is(2), "a different key")?;
    expect(refused.value.is(5), "a different value")
}

pub(super) fn shows_the_value<M>(fixture: &Fixture<M>) -> Found
where
    M: UniqueKeys<Key: Sample, Value: Sample>,
{
    let _guards = [enter(fixture, 3, "by an empty map")?, enter(fixture, 4, "although its key was free")?];
    for key in [3, 4] {
        match try_enter(fixture, key, 6, key + 16) {
            Ok(_) => return Err("a call was accepted although its key was already present".into()),
            Err(refused) => expect(refused.existing, "a different value")?,
        }
    }
    Ok(())
}

pub(super) fn is_removed_in_a_panic<M>(fixture: &Fixture<M>) -> Found
where
    M: UniqueKeys<Key: Sample, Value: Sample>,
{
    Fixture::unwind(enter(fixture, 0, "by an empty map")?);
    expect(!is_taken(fixture, 0), "the entry is still in the map")
}

pub(super) fn removes_its_own<M>(fixture: &Fixture<M>) -> Found
where
    M: UniqueKeys<Key: Sample, Value: Sample>,
{
    let mut guards = [const { None }; 8];
    for (key, guard) in (0..).zip(&mut guards) {
        *guard = Some(enter(fixture, key, "although its key was free")?);
    }
    for ended in [3, 0, 7, 5, 1, 6, 2, 4] {
        guards[ended] = None;
        for (key, guard) in (0..).zip(&guards) {
            match guard {
                Some(_) => expect(is_taken(fixture, key), "a guard removed another guard's entry, too")?,
                None => expect(!is_taken(fixture, key), "a guard did not remove its entry")?,
            }
        }
    }
    Ok(())
}

/// Returns a callback that uses the map, as a destructor might.
fn visitor<M>(fixture: &Fixture<M>) -> impl Fn() + Send + Sync + use<M>
where
    M: UniqueKeys<Key: Sample, Value: Sample> + Send + Sync,
{
    let fixture = fixture.clone();
    // Starts with the entry's own key: the same key needs the same lock.
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
        expect(called > 0 || !tracker.sees(), "the removed key or value did not drop with its entry")?;
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
        expect(refused.is_err(), "a call was accepted although its key was already present")?;
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
    // One flag per key: set while a call holds the key. Each `swap(true)` pairs with the `store(false)` of the key's
    // previous holder. The `swap` reads the latest value of the flag, so of two holders at once, the second reads `true`. In
    // a correct map, a removal happens before the next insertion of the key, so that the `swap` reads `false`. `SeqCst` is
    // more than this needs; speed does not matter here.
    let held = [const { AtomicBool::new(false) }; KEYS as usize];
    let start = Barrier::new(THREADS);
    let call = |thread: usize| -> Found {
        start.wait();
        // Each thread starts with a different key.
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
                    expect(refused.existing, "`occupied` got the value of another key")?;
                    expect(
                        refused.key.is(key) && refused.value.is(key + 16),
                        "a rejected call got a different key or value back",
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
    (0..KEYS).try_for_each(|key| expect(!is_taken(fixture, key), "an entry stayed in the map"))
}

pub(super) fn spares_successors<M>(fixture: &Fixture<M>, remove: &RemoveByHand<M>) -> Found
where
    M: UniqueKeys<Key: Sample, Value: Sample>,
{
    let first = enter(fixture, 0, "by an empty map")?;
    remove(&fixture.map, 0);
    expect(!is_taken(fixture, 0), "an entry that was removed by hand is still in the map")?;
    let successor = enter(fixture, 0, "although its key was free")?;
    drop(first);
    expect(is_taken(fixture, 0), "the first guard removed the entry of the second")?;
    drop(successor);
    expect(!is_taken(fixture, 0), "the second guard did not remove its entry")
}
