//! A guard attached to any value: access to it, what drops when, and what it takes to hold both.

use super::{
    deliberate::{caught, deliberate},
    maps::*,
    noisy::{Log, Noisy},
    polling::{poll_once, suspended},
    script::Script,
    service::Failure,
};
use scoped_entry::{Attached, EntryGuard, InflightMap};
use std::{
    future::{Future, Ready, ready},
    marker::PhantomPinned,
    mem::size_of,
    ops::{Deref, DerefMut},
    pin::Pin,
    sync::Arc,
};

/// A map that writes when its entry ends, with an entry.
fn entered(log: &Log) -> EntryGuard<Arc<InflightMap<u64, Noisy>>> {
    Arc::new(InflightMap::new()).enter_owned(1, log.noisy("entry"))
}

#[test]
fn the_value_drops_before_the_entry_ends() {
    let log = Log::default();
    drop(entered(&log).attach(log.noisy("value")));
    assert_eq!(log.lines(), ["value", "entry"]);
}

/// A future with something it has captured and a local, both of which write when they drop, and an entry.
fn handling(log: &Log, script: Script) -> Pin<Box<impl Future<Output = Result<usize, Failure>>>> {
    let (captured, within) = (log.noisy("captured"), log.clone());
    Box::pin(entered(log).attach(async move {
        let _local = within.noisy("local");
        script.pause().await.map(|point| point + captured.number())
    }))
}

#[test]
fn what_a_future_holds_drops_before_the_entry_ends_however_it_ends() {
    let log = Log::default();
    let mut completes = handling(&log, Script::uneventful());
    assert!(poll_once(completes.as_mut()).is_pending() && poll_once(completes.as_mut()).is_ready());
    assert_eq!(log.lines(), ["local", "captured", "entry"]);

    let log = Log::default();
    let mut panics = handling(&log, Script::panics_at(1));
    assert!(poll_once(panics.as_mut()).is_pending());
    caught(|| poll_once(panics.as_mut()));
    assert_eq!(log.lines(), ["local", "captured", "entry"]);

    let log = Log::default();
    drop(suspended(handling(&log, Script::uneventful()), 1));
    assert_eq!(log.lines(), ["local", "captured", "entry"]);

    let log = Log::default();
    drop(handling(&log, Script::uneventful()));
    assert_eq!(log.lines(), ["captured", "entry"]);
}

#[test]
fn a_value_whose_destructor_panics_has_its_entry_ended() {
    struct Panics;

    impl Drop for Panics {
        fn drop(&mut self) {
            deliberate::<()>();
        }
    }

    let map = InflightMap::<u64>::new();
    let attached = map.enter(1, ()).attach(Panics);
    caught(|| drop(attached));
    assert_eq!((map.len(), map.stats().exited_panicking), (0, 1));
}

#[test]
fn the_value_is_there_to_read_and_to_change() {
    let map = InflightMap::<u64>::new();
    let mut attached = map.enter(1, ()).attach(vec![1]);
    attached.push(2);
    assert_eq!(*attached, [1, 2]);
    assert_eq!(map.len(), 1);
}

#[test]
fn methods_of_what_the_value_itself_derefs_to_are_not_ambiguous() {
    /// An iterator that derefs to something with a `next` of its own.
    struct Cursor(u8, Place);

    struct Place(&'static str);

    impl Place {
        fn next(&self) -> &'static str {
            self.0
        }

        fn name(&mut self) -> &'static str {
            self.next()
        }
    }

    impl Iterator for Cursor {
        type Item = u8;

        fn next(&mut self) -> Option<u8> {
            self.0.checked_sub(1).inspect(|&left| self.0 = left)
        }
    }

    impl Deref for Cursor {
        type Target = Place;

        fn deref(&self) -> &Place {
            &self.1
        }
    }

    impl DerefMut for Cursor {
        fn deref_mut(&mut self) -> &mut Place {
            &mut self.1
        }
    }

    let map = InflightMap::<u64>::new();
    let mut cursor = map.enter(1, ()).attach(Cursor(1, Place("that of the place")));
    assert_eq!(cursor.name(), "that of the place");
    assert_eq!((cursor.next(), map.len()), (Some(0), 1));
    assert_eq!((cursor.next(), map.len()), (None, 0));
}

#[test]
fn the_parts_are_the_guard_if_the_entry_has_not_ended_and_the_value() {
    let map = InflightMap::<u64>::new();
    let (guard, value) = Attached::into_parts(map.enter(1, ()).attach("value"));
    assert_eq!((value, map.len()), ("value", 1));
    drop(guard);
    assert_eq!(map.len(), 0);

    let mut ended = map.enter(1, ()).attach(0..0);
    assert_eq!(ended.next(), None);
    let (guard, range) = Attached::into_parts(ended);
    assert!(range.is_empty() && guard.is_none());
}

#[test]
fn it_shows_the_value_and_whether_the_entry_has_ended() {
    let map = InflightMap::<u64>::new();
    let mut attached = map.enter(1, ()).attach(0..0);
    assert_eq!(format!("{attached:?}"), "Attached { inner: 0..0, ended: false }");
    _ = attached.next();
    assert_eq!(format!("{attached:?}"), "Attached { inner: 0..0, ended: true }");
}

#[test]
fn it_is_as_large_as_its_parts() {
    type Guard<O> = EntryGuard<O>;
    assert_eq!(
        size_of::<Attached<Guard<&InflightMap<u64>>, [u64; 3]>>(),
        size_of::<(Guard<&InflightMap<u64>>, [u64; 3])>()
    );
    assert_eq!(size_of::<Attached<Guard<Arc<UniqueMap<u64>>>, u64>>(), size_of::<(Guard<Arc<UniqueMap<u64>>>, u64)>());
}

#[test]
fn it_is_unpin_if_the_value_is() {
    fn is_unpin<T: Unpin>() {}

    struct Probe<T>(T);
    trait Otherwise {
        fn is_unpin(&self) -> bool {
            false
        }
    }
    impl<T> Otherwise for Probe<T> {}
    impl<T: Unpin> Probe<T> {
        fn is_unpin(&self) -> bool {
            _ = &self.0;
            true
        }
    }

    is_unpin::<Attached<EntryGuard<&InflightMap<PhantomPinned>>, Ready<()>>>();
    let map = InflightMap::<u64>::new();
    assert!(Probe(map.enter(1, ()).attach(ready(()))).is_unpin());
    assert!(!Probe(map.enter(1, ()).attach(PhantomPinned)).is_unpin());
}
