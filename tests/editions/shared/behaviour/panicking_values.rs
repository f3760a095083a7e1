//! Values whose destructor or `Clone` panics: the entry is gone, or stays, as if it had not, and the map is usable.

use super::{
    deliberate::{caught, deliberate},
    maps::*,
    polling::{block_on, returned},
    service::Service,
    watchdog::within_deadline,
};
use scoped_entry::scoped_entry;
use std::{
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

/// A value to be cautious with. `Default` is one that is harmless.
#[derive(Debug, Default)]
struct Touchy {
    panics_on_clone: bool,
    panics_on_drop: bool,
}

impl Touchy {
    fn to_clone() -> Self {
        Self { panics_on_clone: true, panics_on_drop: false }
    }

    fn to_drop() -> Self {
        Self { panics_on_clone: false, panics_on_drop: true }
    }
}

impl Clone for Touchy {
    fn clone(&self) -> Self {
        if self.panics_on_clone {
            deliberate::<()>();
        }
        Self { ..*self }
    }
}

impl Drop for Touchy {
    fn drop(&mut self) {
        // A test that fails unwinds over the map, and a second panic would end all others with it.
        if self.panics_on_drop && !thread::panicking() {
            deliberate::<()>();
        }
    }
}

macro_rules! panicking_values {
    (
        $map:ident $refused:tt $ignored:tt
        { [$($lowering:tt)*] [$($asynchrony:tt)*] [$($wait:tt)*] $run:ident }
    ) => {
        panicking_values! { @refused $map [[$($lowering)*] [$($asynchrony)*] $run] }
    };
    (@refused InflightMap $form:tt) => { panicking_values! { @leaving InflightMap [] $form } };
    (@refused $map:ident $form:tt) => {
        panicking_values! { @leaving $map [, occupied = return 0] $form }
        panicking_values! { @refusing $map $form }
    };
    (
        @leaving $map:ident [$($refused:tt)*]
        [[$($lowering:tt)*] [$($asynchrony:tt)*] $run:ident]
    ) => {
        type Subject = Service<$map<u64, Touchy>>;

        $($lowering)*
        trait Handler {
            $($asynchrony)* fn leaves_with_a_panic(&self, id: u64) -> usize;
            $($asynchrony)* fn leaves(&self, id: u64) -> usize;
        }

        $($lowering)*
        impl Handler for Subject {
            #[scoped_entry(map = self.map, key = id, value = Touchy::to_drop() $($refused)*)]
            $($asynchrony)* fn leaves_with_a_panic(&self, id: u64) -> usize {
                self.look();
                7
            }

            #[scoped_entry(map = self.map, key = id $($refused)*)]
            $($asynchrony)* fn leaves(&self, id: u64) -> usize {
                self.look();
                7
            }
        }

        #[test]
        fn an_entry_whose_value_panics_as_it_drops_has_left() {
            within_deadline(|| {
                let service = Subject::default();
                for _ in 0..3 {
                    caught(|| $run(service.leaves_with_a_panic(1)));
                    service.assert_entered_and_left();
                    assert_eq!($run(service.leaves(1)), 7);
                    service.assert_entered_and_left();
                }
            });
        }
    };
    (
        @refusing $map:ident
        [[$($lowering:tt)*] [$($asynchrony:tt)*] $run:ident]
    ) => {
        $($lowering)*
        trait Refused {
            $($asynchrony)* fn refused_with_a_panic(&self, id: u64) -> usize;
            $($asynchrony)* fn clones_the_existing_value(&self, id: u64) -> usize;
        }

        $($lowering)*
        impl Refused for Subject {
            #[scoped_entry(map = self.map, key = id, value = Touchy::to_drop(), occupied = return 0)]
            $($asynchrony)* fn refused_with_a_panic(&self, id: u64) -> usize {
                7
            }

            #[scoped_entry(map = self.map, key = id, occupied = |_existing| return 0)]
            $($asynchrony)* fn clones_the_existing_value(&self, id: u64) -> usize {
                7
            }
        }

        #[test]
        fn a_refused_value_that_panics_as_it_drops_leaves_the_other_entry() {
            within_deadline(|| {
                let service = Subject::default();
                let entry = service.map.hold(1, Touchy::default());
                caught(|| $run(service.refused_with_a_panic(1)));
                assert_eq!(service.map.entries(), 1);
                drop(entry);
                assert_eq!(service.map.entries(), 0);
            });
        }

        #[test]
        fn an_existing_value_that_panics_as_it_is_cloned_stays() {
            within_deadline(|| {
                let service = Subject::default();
                let entry = service.map.hold(1, Touchy::to_clone());
                caught(|| $run(service.clones_the_existing_value(1)));
                assert_eq!(service.map.entries(), 1);
                drop(entry);
                assert_eq!(service.map.entries(), 0);
                assert_eq!($run(service.leaves(1)), 7);
            });
        }
    };
}

grid! {
    panicking_values over [sync asynchronous async_trait]
    and [inflight_map unique_map mutex_hash_map rw_lock_btree_map]
}

macro_rules! looked_at {
    ($($name:ident $map:ident;)*) => {$(
        #[test]
        fn $name() {
            static DROPPED: AtomicUsize = AtomicUsize::new(0);

            /// Panics as the third one is cloned, and uses the map as a clone drops.
            struct Third(&'static $map<u64, Third>, usize);

            impl Clone for Third {
                fn clone(&self) -> Self {
                    if self.1 == 3 { deliberate() } else { Self(self.0, self.1) }
                }
            }

            impl Drop for Third {
                fn drop(&mut self) {
                    DROPPED.fetch_add(1, Ordering::Relaxed);
                    self.0.entries();
                }
            }

            within_deadline(|| {
                let map: &'static _ = Box::leak(Box::new($map::default()));
                let guards: Vec<_> = (1..=3).map(|number| map.hold(number as u64, Third(map, number))).collect();
                caught(|| map.snapshot());
                caught(|| map.get(&3));
                assert_eq!(map.get(&2).map(|third| third.1), Some(2));
                assert_eq!(map.entries(), 3);
                let clones = DROPPED.swap(0, Ordering::Relaxed);
                drop(guards);
                assert_eq!(map.entries(), 0);
                assert_eq!(DROPPED.load(Ordering::Relaxed), 3);
                assert!((1..=3).contains(&clones), "the clones that a panic left behind: {clones}");
            });
        }
    )*};
}

looked_at! {
    an_inflight_map_whose_values_panic_as_they_are_cloned_is_usable InflightMap;
    a_unique_map_whose_values_panic_as_they_are_cloned_is_usable UniqueMap;
}
