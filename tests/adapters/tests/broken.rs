//! The suite finds each kind of broken map, and says what is wrong: one that could not fail would prove nothing.

use scoped_entry::{
    CallSite, EntryMap, KeyedCollection, Occupied, SharedKeys, UniqueKeys,
    conformance::{self, Probe, UniqueKeysSuite},
    key_policy,
};
use std::{
    collections::HashMap,
    mem::forget,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Mutex, MutexGuard, PoisonError},
    thread::{panicking, yield_now},
    time::Duration,
};

/// What the suite panics with.
fn verdict(run: impl FnOnce()) -> String {
    let panic = catch_unwind(AssertUnwindSafe(run)).expect_err("the suite has found nothing");
    *panic.downcast::<String>().expect("a message")
}

macro_rules! found {
    ($($name:ident: $suite:expr, $fault:ident, $promise:literal, $found:literal;)*) => {$(
        #[test]
        fn $name() {
            let verdict = verdict(|| $suite(Fault::$fault));
            assert!(verdict.contains($promise) && verdict.contains($found), "{verdict}");
        }
    )*};
}

/// What a map does wrong.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Fault {
    Clears,
    DropsRefusedKeysUnderTheLock,
    DropsUnderTheLock,
    DropsValuesOfRefusedCallsUnderTheLock,
    Forgets,
    GivesAnotherKeyBack,
    GivesTheOthersValueBack,
    HidesTheEntry,
    IsNotAtomic,
    KeepsWhatWasRemoved,
    LetsEveryoneIn,
    LosesEqualKeys,
    Nothing,
    Panics,
    RemovesAnEqualKeysEntry,
    RemovesInRefusals,
    RemovesNothing,
    ReplacesInRefusals,
    ShowsAnotherValue,
    StaysInPanics,
}

use Fault::*;

/// A map that is right but for its fault.
#[derive(Debug)]
struct Broken<K> {
    fault: Fault,
    entries: Mutex<Vec<(u64, Probe, Probe)>>,
    removed: Mutex<Vec<Probe>>,
    last: Mutex<u64>,
    kind: std::marker::PhantomData<fn() -> K>,
}

type Entries<'a> = MutexGuard<'a, Vec<(u64, Probe, Probe)>>;

impl<K> Broken<K> {
    fn new(fault: Fault) -> Self {
        let (entries, removed, last) = Default::default();
        Self { fault, entries, removed, last, kind: std::marker::PhantomData }
    }

    fn entries(&self) -> Entries<'_> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn next(&self) -> u64 {
        let mut last = self.last.lock().unwrap();
        *last += 1;
        *last
    }

    fn position(entries: &Entries<'_>, key: &Probe) -> Option<usize> {
        entries.iter().position(|(_, k, _)| k == key)
    }

    fn remove_by_hand(&self, number: u8) {
        use conformance::Sample;
        let mut entries = self.entries();
        let at = entries.iter().position(|(_, key, _)| key.is(number)).expect("the entry is there");
        let removed = entries.remove(at);
        drop(entries);
        drop(removed);
    }
}

impl<K> EntryMap for Broken<K> {
    type Key = Probe;
    type KeyPolicy = K;
    type Value = Probe;
    type Ticket = (u64, Probe);

    fn remove_entry(&self, (id, key): (u64, Probe)) {
        let mut entries = self.entries();
        let found = match self.fault {
            RemovesNothing => None,
            StaysInPanics if panicking() => None,
            RemovesAnEqualKeysEntry => entries.iter().rposition(|(_, k, _)| *k == key),
            _ => entries.iter().position(|(i, ..)| *i == id),
        };
        let Some(at) = found else { return };
        let (_, removed_key, removed_value) = entries.remove(at);
        match self.fault {
            Clears => {
                let cleared = std::mem::take(&mut *entries);
                drop(entries);
                drop(cleared);
            }
            DropsUnderTheLock => drop((removed_key, removed_value)),
            Forgets => {
                drop(entries);
                forget(removed_value);
            }
            KeepsWhatWasRemoved => {
                drop(entries);
                self.removed.lock().unwrap().push(removed_value);
            }
            _ => {
                drop(entries);
                drop((removed_key, removed_value));
            }
        }
    }
}

impl UniqueKeys for Broken<key_policy::Unique> {
    fn try_insert_entry<R>(
        &self,
        key: Probe,
        value: Probe,
        _: CallSite,
        occupied: impl FnOnce(&Probe) -> R,
    ) -> Result<(u64, Probe), Occupied<Probe, Probe, R>> {
        let ticket = (self.next(), key.clone());
        let mut entries = self.entries();
        let taken = Self::position(&entries, &key).filter(|_| self.fault != LetsEveryoneIn);
        let Some(at) = taken else {
            match self.fault {
                Panics => panic!("a bug of the map's"),
                HidesTheEntry => {
                    drop(entries);
                    self.removed.lock().unwrap().extend([key, value]);
                    return Ok(ticket);
                }
                IsNotAtomic => {
                    drop(entries);
                    yield_now();
                    entries = self.entries();
                }
                _ => {}
            }
            entries.push((ticket.0, key, value));
            return Ok(ticket);
        };
        let existing = match self.fault {
            ShowsAnotherValue => occupied(&value),
            _ => occupied(&entries[at].2),
        };
        match self.fault {
            RemovesInRefusals => {
                let removed = entries.remove(at);
                drop(entries);
                drop(removed);
                Err(Occupied { key, value, existing })
            }
            ReplacesInRefusals => {
                let replaced = std::mem::replace(&mut entries[at].2, value.clone());
                drop(entries);
                drop(replaced);
                Err(Occupied { key, value, existing })
            }
            GivesTheOthersValueBack => {
                let other = entries[at].2.clone();
                drop(entries);
                Err(Occupied { key, value: other, existing })
            }
            GivesAnotherKeyBack => {
                let other = value.clone();
                drop(entries);
                Err(Occupied { key: other, value, existing })
            }
            DropsRefusedKeysUnderTheLock => {
                drop(key);
                drop(entries);
                Err(Occupied { key: ticket.1, value, existing })
            }
            DropsValuesOfRefusedCallsUnderTheLock => {
                let clone = value.clone();
                drop(value);
                drop(entries);
                Err(Occupied { key, value: clone, existing })
            }
            _ => {
                drop(entries);
                Err(Occupied { key, value, existing })
            }
        }
    }
}

impl SharedKeys for Broken<key_policy::Shared> {
    fn insert_entry(&self, key: Probe, value: Probe, _: CallSite) -> (u64, Probe) {
        let ticket = (self.next(), key.clone());
        let mut entries = self.entries();
        match self.fault {
            HidesTheEntry => {
                drop(entries);
                self.removed.lock().unwrap().extend([key, value]);
            }
            LosesEqualKeys if Self::position(&entries, &key).is_some() => {
                drop(entries);
                drop((key, value));
            }
            IsNotAtomic => {
                // Others are let in between the copy and the use of it.
                let mut copy = std::mem::take(&mut *entries);
                drop(entries);
                yield_now();
                copy.push((ticket.0, key, value));
                let lost = std::mem::replace(&mut *self.entries(), copy);
                drop(lost);
            }
            _ => entries.push((ticket.0, key, value)),
        }
        ticket
    }
}

/// Shorter where a deadlock is expected.
fn deadline(fault: Fault) -> Duration {
    let deadlock = [DropsUnderTheLock, DropsRefusedKeysUnderTheLock, DropsValuesOfRefusedCallsUnderTheLock];
    Duration::from_secs(if deadlock.contains(&fault) { 5 } else { 60 })
}

fn suite(fault: Fault) -> UniqueKeysSuite<Broken<key_policy::Unique>> {
    conformance::unique_keys(move || Broken::new(fault)).deadline(deadline(fault))
}

fn unique(fault: Fault) {
    suite(fault).run();
}

fn identity(fault: Fault) {
    suite(fault).removes_by_identity(Broken::remove_by_hand).run();
}

fn shared(fault: Fault) {
    let map = move || Broken::<key_policy::Shared>::new(fault);
    conformance::shared_keys(map, |map| map.entries().len()).deadline(deadline(fault)).run();
}

#[test]
fn a_map_without_a_fault_passes() {
    unique(Nothing);
    identity(Nothing);
    shared(Nothing);
}

found! {
    unique_that_lets_everyone_in: unique, LetsEveryoneIn, "exactly as long as its guard lives", "no entry with the key of a live guard";
    unique_that_hides_the_entry: unique, HidesTheEntry, "exactly as long as its guard lives", "no entry with the key of a live guard";
    unique_that_removes_nothing: unique, RemovesNothing, "exactly as long as its guard lives", "of a dropped guard";
    unique_that_clears: unique, Clears, "exactly as long as its guard lives", "another entry was removed with it";
    unique_that_forgets: unique, Forgets, "exactly as long as its guard lives", "values were not dropped";
    unique_that_keeps_what_was_removed: unique, KeepsWhatWasRemoved, "exactly as long as its guard lives", "values were not dropped";
    unique_that_panics: unique, Panics, "exactly as long as its guard lives", "the map panicked: a bug of the map's";
    unique_that_removes_in_refusals: unique, RemovesInRefusals, "does not change the existing entry", "removed the existing entry";
    unique_that_replaces_in_refusals: unique, ReplacesInRefusals, "does not change the existing entry", "changed the existing value";
    unique_that_gives_the_others_value_back: unique, GivesTheOthersValueBack, "gets its key and value back", "a different value";
    unique_that_gives_another_key_back: unique, GivesAnotherKeyBack, "gets its key and value back", "a different key";
    unique_that_shows_another_value: unique, ShowsAnotherValue, "does not change the existing entry", "changed the existing value";
    unique_that_stays_in_panics: unique, StaysInPanics, "a panic that unwinds", "still in the map";
    unique_that_drops_under_its_lock: unique, DropsUnderTheLock, "the destructor of a removed key or value may use the map", "deadlocked";
    unique_that_drops_refused_keys_under_its_lock: unique, DropsRefusedKeysUnderTheLock, "of a rejected call do not drop under", "deadlocked";
    unique_that_drops_refused_values_under_its_lock: unique, DropsValuesOfRefusedCallsUnderTheLock, "of a rejected call do not drop under", "deadlocked";
    unique_that_is_not_atomic: unique, IsNotAtomic, "one holder at a time", "two calls held the same key";
    unique_that_removes_an_equal_keys_entry: identity, RemovesAnEqualKeysEntry, "the entry of a successor", "removed the entry of the second";

    shared_that_hides_the_entry: shared, HidesTheEntry, "exactly as long as its guard lives", "0 entries instead of 1";
    shared_that_removes_nothing: shared, RemovesNothing, "exactly as long as its guard lives", "2 entries instead of 1";
    shared_that_clears: shared, Clears, "exactly as long as its guard lives", "0 entries instead of 1";
    shared_that_forgets: shared, Forgets, "exactly as long as its guard lives", "values were not dropped";
    shared_that_loses_equal_keys: shared, LosesEqualKeys, "entries with equal keys coexist", "1 entries instead of 8";
    shared_that_removes_an_equal_keys_entry: shared, RemovesAnEqualKeysEntry, "each guard removes its own", "instead of its own";
    shared_that_stays_in_panics: shared, StaysInPanics, "a panic that unwinds", "1 entries instead of 0";
    shared_that_drops_under_its_lock: shared, DropsUnderTheLock, "the destructor of a removed key or value may use the map", "deadlocked";
    shared_that_is_not_atomic: shared, IsNotAtomic, "when several threads enter at once", "entr";
}

#[test]
fn what_is_said_to_be_allowed_is_not_found() {
    suite(DropsRefusedKeysUnderTheLock).may_drop_refused_keys_under_its_lock().run();
    suite(KeepsWhatWasRemoved).drops_later().run();
}

#[test]
fn the_message_names_the_map() {
    let verdict = verdict(|| unique(RemovesNothing));
    assert!(
        verdict.starts_with("`broken::Broken<scoped_entry::entry::key_policy::Unique>` breaks a promise"),
        "{verdict}"
    );
}

/// A collection that removes what it wants, in a lock that is right.
#[derive(Debug, Default)]
struct Wanton(HashMap<Probe, Probe>);

impl KeyedCollection for Wanton {
    type Key = Probe;
    type Value = Probe;

    fn insert_if_vacant<R>(
        &mut self,
        key: Probe,
        value: impl FnOnce() -> Probe,
        occupied: impl FnOnce(&Probe) -> R,
    ) -> Result<(), R> {
        self.0.insert_if_vacant(key, value, occupied)
    }

    fn remove(&mut self, key: &Probe) -> Option<(Probe, Probe)> {
        let removed = self.0.remove_entry(key);
        self.0.clear();
        removed
    }
}

#[test]
fn a_broken_collection_is_found_through_its_lock() {
    let verdict = verdict(|| conformance::unique_keys(Mutex::<Wanton>::default).run());
    assert!(verdict.contains("another entry was removed with it"), "{verdict}");
}
