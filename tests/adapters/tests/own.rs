//! Maps of a user's: of fixed types, with shared keys, with identity.

use scoped_entry::{
    CallSite, EntryMap, Occupied, SharedKeys, UniqueKeys,
    conformance::{self, DropTracker, Probe, Sample},
    key_policy,
};
use slab::Slab;
use std::{
    collections::HashMap,
    sync::{
        Mutex,
        atomic::{AtomicU64, Ordering},
    },
};

/// A slab: the place is the identity, and keys may be equal.
#[derive(Default)]
struct Requests<K, V>(Mutex<Slab<(K, V)>>);

impl<K, V> EntryMap for Requests<K, V> {
    type Key = K;
    type KeyPolicy = key_policy::Shared;
    type Value = V;
    type Ticket = usize;

    fn remove_entry(&self, place: usize) {
        let removed = self.0.lock().unwrap().try_remove(place);
        drop(removed);
    }
}

impl<K, V> SharedKeys for Requests<K, V> {
    fn insert_entry(&self, key: K, value: V, _: CallSite) -> usize {
        self.0.lock().unwrap().insert((key, value))
    }
}

#[test]
fn slab_with_shared_keys() {
    let new = || Requests::<Probe, Probe>(Mutex::default());
    conformance::shared_keys(new, |map| map.0.lock().unwrap().len()).run();
}

/// A key of a user's, and no other.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Slot {
    Number(u32),
}

impl Sample for Slot {
    fn sample(number: u8, _: &DropTracker) -> Self {
        Self::Number(number.into())
    }

    fn is(&self, number: u8) -> bool {
        *self == Self::Number(number.into())
    }
}

#[derive(Default)]
struct Slots(AtomicU64);

impl EntryMap for Slots {
    type Key = Slot;
    type KeyPolicy = key_policy::Unique;
    type Value = ();
    type Ticket = Slot;

    fn remove_entry(&self, Slot::Number(number): Slot) {
        self.0.fetch_and(!(1 << number), Ordering::SeqCst);
    }
}

impl UniqueKeys for Slots {
    fn try_insert_entry<R>(
        &self,
        key @ Slot::Number(number): Slot,
        value: (),
        _: CallSite,
        occupied: impl FnOnce(&()) -> R,
    ) -> Result<Slot, Occupied<Slot, (), R>> {
        let bit = 1 << number;
        if self.0.fetch_or(bit, Ordering::SeqCst) & bit == 0 {
            Ok(key)
        } else {
            Err(Occupied { key, value, existing: occupied(&()) })
        }
    }
}

#[test]
fn slots_of_a_fixed_type() {
    conformance::unique_keys(Slots::default).run();
}

/// A map behind an adapter that was given an identity: each entry has a number of its own.
#[derive(Default)]
struct Numbered {
    last: AtomicU64,
    entries: Mutex<HashMap<Probe, (u64, Probe)>>,
}

impl EntryMap for Numbered {
    type Key = Probe;
    type KeyPolicy = key_policy::Unique;
    type Value = Probe;
    type Ticket = (Probe, u64);

    fn remove_entry(&self, (key, number): (Probe, u64)) {
        let mut entries = self.entries.lock().unwrap();
        let own = entries.get(&key).is_some_and(|entry| entry.0 == number);
        let removed = if own { entries.remove_entry(&key) } else { None };
        drop(entries);
        drop(removed);
    }
}

impl UniqueKeys for Numbered {
    fn try_insert_entry<R>(
        &self,
        key: Probe,
        value: Probe,
        _: CallSite,
        occupied: impl FnOnce(&Probe) -> R,
    ) -> Result<(Probe, u64), Occupied<Probe, Probe, R>> {
        let ticket = (key.clone(), self.last.fetch_add(1, Ordering::SeqCst));
        let mut entries = self.entries.lock().unwrap();
        if let Some((_, existing)) = entries.get(&key) {
            let existing = occupied(existing);
            drop(entries);
            return Err(Occupied { key, value, existing });
        }
        entries.insert(key, (ticket.1, value));
        Ok(ticket)
    }
}

#[test]
fn numbered_entries_are_removed_by_identity() {
    conformance::unique_keys(Numbered::default)
        .removes_by_identity(|map, number| map.entries.lock().unwrap().retain(|key, _| !key.is(number)))
        .run();
}

#[test]
#[should_panic(expected = "a guard does not remove the entry of a successor; found: the first guard removed")]
fn adapters_remove_by_key_which_their_documentation_says() {
    type Bare = Mutex<HashMap<Probe, Probe>>;
    conformance::unique_keys(Bare::default)
        .may_drop_refused_keys_under_its_lock()
        .removes_by_identity(|map, number| map.lock().unwrap().retain(|key, _| !key.is(number)))
        .run();
}
