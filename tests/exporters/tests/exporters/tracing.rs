//! The event of an excess, as a subscriber of `tracing-subscriber` writes it.

use scoped_entry::{InflightMap, UniqueMap};
use std::{
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex},
};
use tracing::{Level, Subscriber, level_filters::LevelFilter, subscriber::with_default};

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    fn subscriber(&self) -> impl Subscriber + use<> {
        let log = self.clone();
        tracing_subscriber::fmt()
            .with_max_level(LevelFilter::TRACE)
            .with_ansi(false)
            .without_time()
            .with_writer(move || log.clone())
            .finish()
    }

    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn an_excess_is_a_warning_with_all_that_is_known_and_without_a_callback() {
    let log = Log::default();
    let map = InflightMap::<&str>::builder().name("uploads").limit(1).build();
    let entries = with_default(log.subscriber(), || ["client 4711", "client 4712"].map(|key| map.enter(key, ())));
    let line = line!() - 1;
    let text = log.text();
    assert_eq!(text.lines().count(), 1, "{text}");
    assert!(
        text.trim_start().starts_with(
            "WARN scoped_entry: map above its limit map=\"uploads\" len=2 limit=1 suppressed=0 oldest_age_ms="
        ),
        "{text}"
    );
    assert!(text.contains(&format!("oldest_location={}:{line}:", file!())), "{text}");
    assert!(!text.contains("4711"), "never the key: {text}");
    drop(entries);
}

#[test]
fn the_callback_is_called_as_well_after_the_event() {
    let log = Log::default();
    let said_before = Arc::new(Mutex::new(None));
    let map = UniqueMap::<u64>::builder()
        .limit(0)
        .on_excess({
            let (log, said_before) = (log.clone(), Arc::clone(&said_before));
            move |_| *said_before.lock().unwrap() = Some(log.text())
        })
        .build();
    let entry = with_default(log.subscriber(), || map.try_enter(1, ()));
    assert!(said_before.lock().unwrap().as_deref().unwrap().contains("map=\"unnamed\""));
    drop(entry);
}

#[test]
fn as_many_events_as_reports_and_none_for_entering_and_leaving() {
    let log = Log::default();
    let map = InflightMap::<u64>::builder().name("quiet").limit(2).build();
    with_default(log.subscriber(), || {
        (0..10).for_each(|id| drop(map.enter(id, ())));
        let entries: Vec<_> = (0..10).map(|id| map.enter(id, ())).collect();
        drop(entries);
    });
    assert_eq!(log.text().lines().count(), 1, "{}", log.text());
    assert_eq!(map.stats().excesses, 1);
}

#[test]
fn a_subscriber_may_use_the_map() {
    struct Asks(Arc<InflightMap<u64>>, Mutex<Vec<usize>>);

    impl Subscriber for Asks {
        fn enabled(&self, metadata: &tracing::Metadata<'_>) -> bool {
            *metadata.level() <= Level::WARN
        }
        fn new_span(&self, _: &tracing::span::Attributes<'_>) -> tracing::span::Id {
            tracing::span::Id::from_u64(1)
        }
        fn record(&self, _: &tracing::span::Id, _: &tracing::span::Record<'_>) {}
        fn record_follows_from(&self, _: &tracing::span::Id, _: &tracing::span::Id) {}
        fn event(&self, _: &tracing::Event<'_>) {
            drop(self.0.enter(99, ()));
            self.1.lock().unwrap().push(self.0.snapshot().len());
        }
        fn enter(&self, _: &tracing::span::Id) {}
        fn exit(&self, _: &tracing::span::Id) {}
    }

    let map = Arc::new(InflightMap::<u64>::builder().limit(1).build());
    let asks = Arc::new(Asks(Arc::clone(&map), Mutex::default()));
    let entries = with_default(Arc::clone(&asks), || [map.enter(1, ()), map.enter(2, ())]);
    assert_eq!(*asks.1.lock().unwrap(), [2]);
    drop(entries);
}

#[test]
fn a_subscriber_that_panics_leaves_no_entry() {
    struct Panics;

    impl io::Write for Panics {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            std::panic::resume_unwind(Box::new("no log"));
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    let map = InflightMap::<u64>::builder().limit(0).build();
    let subscriber = tracing_subscriber::fmt().with_writer(|| Panics).finish();
    let entered = with_default(subscriber, || catch_unwind(AssertUnwindSafe(|| map.enter(1, ()))));
    assert!(entered.is_err());
    assert!(map.is_empty());
}
