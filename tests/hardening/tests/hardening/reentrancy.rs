//! Users' code that uses the very map that calls it: where the documentation lets it, it runs under no lock.

use scoped_entry::{FlightMap, InflightMap, UniqueMap, observe::Registry};
use scoped_entry_hardening::{
    mishap::{deliberate, panics},
    watchdog::watched,
};
use std::{
    cell::Cell,
    fmt,
    hash::{BuildHasher, Hash, Hasher, RandomState},
    sync::{Arc, LazyLock},
    time::Duration,
};

thread_local! {
    static USES: Cell<Option<fn()>> = const { Cell::new(None) };
    static USED: Cell<usize> = const { Cell::new(0) };
}

/// What users' code does first: uses the map, but for what that use causes itself.
fn use_the_map() {
    if let Some(uses) = USES.take() {
        uses();
        USED.set(USED.get() + 1);
        USES.set(Some(uses));
    }
}

/// Has users' code use the map, and answers how often it did.
fn using<R>(uses: fn(), call: impl FnOnce() -> R) -> (R, usize) {
    USED.set(0);
    USES.set(Some(uses));
    let returned = call();
    USES.set(None);
    (returned, USED.get())
}

/// Uses the map wherever the documentation lets it: not in `Eq`, nor in the `Clone` of what is in a map.
#[derive(PartialEq, Eq)]
struct Visitor(u64);

impl Hash for Visitor {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        use_the_map();
        self.0.hash(hasher);
    }
}

impl fmt::Debug for Visitor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use_the_map();
        write!(f, "{}", self.0)
    }
}

impl Drop for Visitor {
    fn drop(&mut self) {
        use_the_map();
    }
}

/// Uses the map as it is cloned, too: a key is, on its way in.
struct Cloned(Visitor);

impl Clone for Cloned {
    fn clone(&self) -> Self {
        use_the_map();
        Self(Visitor(self.0.0))
    }
}

/// A hasher of the user's.
#[derive(Default)]
struct Visiting(RandomState);

impl BuildHasher for Visiting {
    type Hasher = <RandomState as BuildHasher>::Hasher;

    fn build_hasher(&self) -> Self::Hasher {
        use_the_map();
        self.0.build_hasher()
    }
}

/// Keys that no test enters of its own accord.
fn unused() -> u64 {
    thread_local! { static NEXT: Cell<u64> = const { Cell::new(1 << 32) }; }
    NEXT.replace(NEXT.get() + 1)
}

const PATIENCE: Duration = Duration::from_mins(1);

#[test]
fn code_of_an_inflight_map_may_use_the_map() {
    static MAP: InflightMap<Visitor, Visitor> = InflightMap::new();
    fn uses() {
        let guard = MAP.enter(Visitor(unused()), Visitor(0));
        // These take every lock that the map has, one after the other.
        assert!(!MAP.contains_key(&Visitor(0)) && MAP.count(&Visitor(1)) < 2);
        assert!(MAP.stats().len > 0 && !MAP.is_empty());
        drop(guard);
    }

    watched("an InflightMap", PATIENCE, || {
        let ((), used) = using(uses, || {
            let guard = MAP.enter(Visitor(1), Visitor(1));
            drop(format!("{MAP:?} {guard:?}"));
            drop(guard);
        });
        assert_eq!(used, 2, "key and value, as they drop");
        assert!(MAP.is_empty());
    });
}

#[test]
fn code_of_a_unique_map_may_use_the_map() {
    static MAP: LazyLock<UniqueMap<Visitor, Visitor, Visiting>> = LazyLock::new(UniqueMap::default);
    fn uses() {
        let guard = MAP.try_enter(Visitor(unused()), Visitor(0)).unwrap();
        assert!(!MAP.is_empty() && MAP.stats().len > 0 && !MAP.contains_key(&Visitor(0)));
        drop(guard);
    }

    watched("a UniqueMap", PATIENCE, || {
        let (guard, used) = using(uses, || MAP.try_enter(Visitor(1), Visitor(1)).unwrap());
        assert_eq!(used, 2, "the hasher, and the key as it is hashed");
        let (refused, used) = using(uses, || MAP.try_enter(Visitor(1), Visitor(1)).unwrap_err());
        assert_eq!(used, 2, "the same");
        let (_, used) = using(uses, || format!("{refused:?} {MAP:?} {guard:?}"));
        assert_eq!(used, 1, "the refused key, as it is shown");
        let ((), used) = using(uses, || drop(refused));
        assert_eq!(used, 2, "what was refused, as it drops");
        let (found, used) = using(uses, || MAP.contains_key(&Visitor(1)));
        assert_eq!((found, used), (true, 3), "the hasher, and the key that is looked for, hashed and dropped");
        let ((), used) = using(uses, || drop(guard));
        assert_eq!(used, 2, "key and value, as they drop, and no hash to find them by");
        assert!(MAP.is_empty());
    });
}

#[test]
fn code_of_a_flight_may_use_the_map() {
    static MAP: LazyLock<FlightMap<Visitor, u64, Visiting>> = LazyLock::new(FlightMap::default);
    fn uses() {
        assert!(MAP.blocking_run(Visitor(unused()), || MAP.stats().leaders) > 0);
        assert!(!MAP.contains_key(&Visitor(0)) && MAP.stats().live < 3);
    }

    watched("a FlightMap", PATIENCE, || {
        let (returned, used) = using(uses, || MAP.blocking_run(Visitor(1), || 7));
        assert_eq!((returned, used), (7, 3), "the hasher, and the key as it is hashed and as it drops");
        assert!(MAP.is_empty());
    });
}

#[test]
fn a_key_may_use_the_map_as_it_is_cloned_on_its_way_in() {
    static INFLIGHT: InflightMap<Cloned> = InflightMap::new();

    watched("a Clone", PATIENCE, || {
        let key = Cloned(Visitor(1));
        let (guard, used) = using(|| drop(INFLIGHT.enter(Cloned(Visitor(2)), ())), || INFLIGHT.enter(&key, ()));
        assert_eq!(used, 1);
        drop(guard);
    });
}

#[test]
fn a_callback_may_use_its_map_in_every_way() {
    type Map = UniqueMap<u64, u64>;

    watched("a callback", PATIENCE, || {
        let map = Arc::new_cyclic(|weak: &std::sync::Weak<Map>| {
            let weak = weak.clone();
            Map::builder()
                .limit(1)
                .excess_interval(Duration::ZERO)
                .on_excess(move |excess| {
                    use_the_map();
                    let map = weak.upgrade().expect("it is entered");
                    assert_eq!((excess.len, map.len(), map.stats().len, map.snapshot().len()), (2, 2, 2, 2));
                    assert!(map.contains_key(&1) && map.get(&2) == Some(2) && map.oldest().is_some());
                    assert_eq!(map.stuck(Duration::ZERO).len(), 2);
                    let more: Vec<_> = (10..50).map(|key| map.try_enter_owned(key, key).unwrap()).collect();
                    assert!(map.try_enter(1, 1).is_err());
                    drop(more);
                })
                .build()
        });
        let first = map.try_enter(1, 1).unwrap();
        let (second, used) = using(|| (), || map.try_enter(2, 2).unwrap());
        assert_eq!(used, 1, "once, and not for what it entered itself");
        drop((first, second));
        assert_eq!((map.len(), map.stats().excesses), (0, 1));
    });
}

#[test]
fn whoever_a_registry_is_printed_to_may_ask_it() {
    struct Asks(Registry);

    impl fmt::Write for Asks {
        fn write_str(&mut self, _: &str) -> fmt::Result {
            assert!(self.0.maps().is_empty());
            Ok(())
        }
    }

    watched("a printed registry", PATIENCE, || {
        let registry = Registry::new();
        fmt::write(&mut Asks(registry.clone()), format_args!("{registry:?}")).unwrap();
    });
}

#[test]
fn what_shows_a_key_may_use_the_map() {
    static MAP: InflightMap<u64> = InflightMap::new();

    watched("a page", PATIENCE, || {
        let registry = Registry::new();
        let nested = registry.clone();
        registry.watch_static_with_keys(&MAP, move |key| {
            let _guard = MAP.enter(8, ());
            format!("{key} of {} in {}", MAP.stats().len, nested.maps().len())
        });
        let _guard = MAP.enter(7, ());
        let shown: Vec<_> = registry.maps().iter().flat_map(|map| map.shown(9)).map(|entry| entry.key).collect();
        assert_eq!(shown, [Some("7 of 2 in 1".to_owned())]);
    });
}

/// Uses the map as it drops, and may panic as it is cloned.
struct Copied {
    visitor: Visitor,
    panics: bool,
}

impl Copied {
    fn new(number: u64, panics: bool) -> Self {
        Self { visitor: Visitor(number), panics }
    }
}

impl Clone for Copied {
    fn clone(&self) -> Self {
        if self.panics { deliberate() } else { Self::new(self.visitor.0, false) }
    }
}

impl PartialEq for Copied {
    fn eq(&self, other: &Self) -> bool {
        self.visitor.0 == other.visitor.0
    }
}

impl Eq for Copied {}

impl Hash for Copied {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        self.visitor.0.hash(hasher);
    }
}

impl fmt::Debug for Copied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.visitor.0.fmt(f)
    }
}

type Use = fn();

#[test]
fn clones_that_a_panic_leaves_behind_may_use_the_map_as_they_drop() {
    static INFLIGHT: InflightMap<Copied, Copied> = InflightMap::new();
    static UNIQUE: LazyLock<UniqueMap<Copied, Copied>> = LazyLock::new(|| UniqueMap::builder().shards(1).build());

    watched("a clone", Duration::from_mins(1), || {
        for key_panics in [false, true] {
            let key = |number| Copied::new(number, key_panics && number == 2);
            let value = |number| Copied::new(number, !key_panics && number == 2);
            let guards: Vec<_> = (1..4)
                .map(|number| {
                    let unique = UNIQUE.try_enter(key(number), value(number)).unwrap();
                    (INFLIGHT.enter(key(number), value(number)), unique)
                })
                .collect();
            let looks: [(Use, Use); 4] = [
                (|| _ = INFLIGHT.stats(), || drop(INFLIGHT.snapshot())),
                (|| _ = INFLIGHT.stats(), || drop(INFLIGHT.stuck(Duration::ZERO))),
                (|| _ = UNIQUE.stats(), || drop(UNIQUE.snapshot())),
                (|| _ = UNIQUE.stats(), || drop(UNIQUE.stuck(Duration::ZERO))),
            ];
            let used: Vec<_> = looks.map(|(uses, look)| using(uses, || panics(look)).1).into();
            // Of the first entry both, and of the second one the key if it is the value that panics.
            let behind = if key_panics { 2 } else { 3 };
            assert_eq!(used[..2], [behind; 2]);
            // In whatever order.
            assert!(key_panics || used[2..].iter().all(|used| *used > 0));
            drop(guards);
        }
        assert!(INFLIGHT.is_empty() && UNIQUE.is_empty());
    });
}

/// `Eq` and the `Clone` of what is in a map run under a lock, as is documented: what they cannot do is to keep it.
#[test]
fn code_that_panics_under_a_lock_leaves_it_open_to_all_threads() {
    struct Touchy(u64);

    impl Hash for Touchy {
        fn hash<H: Hasher>(&self, hasher: &mut H) {
            self.0.hash(hasher);
        }
    }

    impl fmt::Debug for Touchy {
        fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
            unreachable!("nobody shows it")
        }
    }

    impl PartialEq for Touchy {
        fn eq(&self, _: &Self) -> bool {
            deliberate()
        }
    }

    impl Eq for Touchy {}

    impl Clone for Touchy {
        fn clone(&self) -> Self {
            deliberate()
        }
    }

    watched("a lock", PATIENCE, || {
        let inflight = Arc::new(InflightMap::<Touchy, Touchy>::new());
        let unique = Arc::new(UniqueMap::<Touchy, Touchy>::new());
        let guards = (inflight.enter(Touchy(1), Touchy(1)), unique.try_enter(Touchy(1), Touchy(1)).unwrap());
        panics(|| inflight.contains_key(&Touchy(1)));
        panics(|| inflight.count(&Touchy(1)));
        panics(|| inflight.get(&Touchy(1)));
        panics(|| inflight.snapshot());
        panics(|| inflight.oldest());
        panics(|| inflight.stuck(Duration::ZERO));
        panics(|| unique.contains_key(&Touchy(1)));
        panics(|| unique.get(&Touchy(1)));
        panics(|| unique.try_enter(Touchy(1), Touchy(2)));
        panics(|| unique.snapshot());
        panics(|| unique.oldest());
        panics(|| unique.stuck(Duration::ZERO));
        std::thread::scope(|scope| {
            // Each with a thread slot of its own, and so with a shard of its own.
            for _ in 0..32 {
                scope.spawn(|| {
                    drop(inflight.enter(Touchy(2), Touchy(2)));
                    assert_eq!((inflight.stats().len, unique.stats().len), (1, 1));
                });
            }
        });
        for key in 2..200 {
            drop(unique.try_enter(Touchy(key), Touchy(key)).unwrap());
        }
        // Removal neither compares nor clones nor hashes.
        drop(guards);
        assert_eq!((inflight.len(), unique.len()), (0, 0));
        assert_eq!(inflight.stats().exited, 33);
    });
}
