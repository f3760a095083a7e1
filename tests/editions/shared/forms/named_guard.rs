//! `guard = IDENT`: the body has the guard, and may end the entry early, hand it on, or keep it.

use super::instruments::{assert_left, pause};
use pollster::block_on;
use scoped_entry::{EntryGuard, InflightMap, UniqueMap, scoped_entry};
use std::{
    sync::{Arc, mpsc},
    thread,
};

#[test]
fn dropping_the_named_guard_ends_the_entry_early() {
    static CALLS: InflightMap<u64> = InflightMap::new();

    #[scoped_entry(map = CALLS, key = id, guard = entry)]
    fn handle(id: u64) -> (usize, usize) {
        let seen = CALLS.count(&id);
        drop(entry);
        (seen, CALLS.count(&id))
    }

    #[scoped_entry(map = CALLS, key = id, guard = entry)]
    async fn later(id: u64) -> (usize, usize) {
        let seen = entry.map().count(&id);
        pause().await;
        drop(entry);
        pause().await;
        (seen, CALLS.count(&id))
    }

    assert_eq!((handle(7), block_on(later(7))), ((1, 0), (1, 0)));
    assert_left(&CALLS, 2);
}

#[test]
fn a_named_guard_that_is_left_alone_ends_with_the_function() {
    static CALLS: InflightMap<u64> = InflightMap::new();

    #[scoped_entry(map = CALLS, key = id, guard = entry)]
    fn looked_at(id: u64) -> usize {
        entry.map().count(&id)
    }

    #[scoped_entry(map = CALLS, key = entry, guard = entry)]
    fn shadows_its_key(entry: u64) -> usize {
        let map: &InflightMap<u64> = entry.map();
        map.count(&7)
    }

    assert_eq!((looked_at(7), shadows_its_key(7)), (1, 1));
    assert_left(&CALLS, 2);
}

struct Service {
    jobs: Arc<InflightMap<u64>>,
    unique: Arc<UniqueMap<u64, &'static str>>,
}

impl Service {
    #[scoped_entry(map = Arc::clone(&self.jobs), key = id, guard = entry)]
    fn spawn(&self, id: u64, until: mpsc::Receiver<()>) -> thread::JoinHandle<usize> {
        thread::spawn(move || {
            let _closed = until.recv();
            entry.map().count(&id)
        })
    }

    #[scoped_entry(map = Arc::clone(&self.unique), key = id, value = "there", occupied = |value| return Err(value), guard = entry)]
    fn checked_out(&self, id: u64) -> Result<EntryGuard<Arc<UniqueMap<u64, &'static str>>>, &'static str> {
        Ok(entry)
    }

    #[scoped_entry(map = self.unique, key = id, value = "", occupied = return None, guard = entry)]
    fn borrowed(&self, id: u64) -> Option<EntryGuard<&Arc<UniqueMap<u64, &'static str>>>> {
        Some(entry)
    }
}

#[test]
fn the_named_guard_travels_to_a_thread() {
    let service = Service { jobs: Arc::default(), unique: Arc::default() };
    let (running, until) = mpsc::channel();
    let job = service.spawn(7, until);
    assert_eq!(service.jobs.count(&7), 1);
    drop(running);
    assert_eq!(job.join().unwrap(), 1);
    assert_left(&service.jobs, 1);
}

#[test]
fn the_named_guard_of_a_unique_key_keeps_the_key_taken() {
    let service = Service { jobs: Arc::default(), unique: Arc::default() };
    let guard = service.checked_out(7);
    assert_eq!(service.checked_out(7).unwrap_err(), "there");
    assert!(service.borrowed(7).is_none());
    drop(guard);
    let guard = service.borrowed(7);
    assert!(guard.is_some() && service.borrowed(7).is_none());
    drop(guard);
    assert!(service.unique.is_empty());
}

#[test]
fn the_named_guard_shows_that_it_is_one_and_not_its_key() {
    static CALLS: InflightMap<u64> = InflightMap::new();

    #[scoped_entry(map = CALLS, key = id, guard = entry)]
    fn shown(id: u64) -> String {
        format!("{entry:?}")
    }

    let shown = shown(4711);
    // No message of its own: in edition 2018 it would be no format string.
    assert!(shown.contains("EntryGuard") && !shown.contains("4711"));
}
