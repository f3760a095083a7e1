//! What edition 2021 brought: a body of such an edition has it, also under the attribute.

use crate::shared::instruments::{assert_left, pause};
use pollster::block_on;
use scoped_entry::{InflightMap, UniqueMap, scoped_entry};
use std::{
    ffi::CStr,
    panic::catch_unwind,
    sync::{Arc, LazyLock},
};

#[test]
fn a_closure_captures_the_fields_that_it_uses() {
    #[derive(Default)]
    struct Service {
        inflight: InflightMap<u64>,
        handled: u64,
        name: String,
        spare: Arc<()>,
    }

    impl Service {
        #[scoped_entry(map = self.inflight, key = id)]
        fn handle(&mut self, id: u64) -> u64 {
            let mut handle = |more| self.handled += more;
            handle(1);
            handle(self.inflight.count(&id) as u64);
            self.handled
        }

        #[scoped_entry(map = self.inflight, key = self.handled)]
        fn moves(self) -> (String, bool) {
            let spare = Arc::downgrade(&self.spare);
            let name = move || self.name;
            (name(), spare.upgrade().is_some())
        }
    }

    let mut service = Service::default();
    assert_eq!(service.handle(7), 2);
    assert_left(&service.inflight, 1);
    assert_eq!(service.moves(), (String::new(), true));
}

#[test]
fn an_array_is_iterated_by_value_and_the_prelude_has_the_newer_traits() {
    static CALLS: InflightMap<u8> = InflightMap::new();

    #[scoped_entry(map = CALLS, key = u8::try_from(id).unwrap_or(u8::MAX))]
    fn handle(id: u64) -> Vec<String> {
        let owned = [String::from("a"), CALLS.count(&7).to_string()];
        FromIterator::from_iter(owned.into_iter().rev())
    }

    #[scoped_entry(map = CALLS, key = 1)]
    fn one_line() -> Option<String> {
        ["b".to_owned(), CALLS.len().to_string()].into_iter().last()
    }

    assert_eq!(handle(7), ["1", "a"]);
    assert_eq!(one_line().as_deref(), Some("1"));
    assert_left(&CALLS, 2);
}

#[test]
fn a_panic_formats_the_variables_it_names() {
    static CALLS: LazyLock<UniqueMap<u64, &str>> = LazyLock::new(UniqueMap::new);

    #[scoped_entry(map = CALLS, key = id, value = "there", occupied = |existing| panic!("{id}: {existing}"))]
    fn handle(id: u64) {
        handle(id);
    }

    #[scoped_entry(map = CALLS, key = id, value = "there", occupied = return)]
    fn body(id: u64) {
        let len = CALLS.len();
        assert!(id == 0, "{id}: {len}");
    }

    let message = |run: fn(u64)| catch_unwind(move || run(7)).unwrap_err().downcast_ref::<String>().cloned();
    assert_eq!((message(handle).as_deref(), message(body).as_deref()), (Some("7: there"), Some("7: 1")));
    assert!(CALLS.is_empty());
}

#[test]
fn newer_literals_are_keys() {
    static CALLS: InflightMap<&CStr> = InflightMap::new();

    #[scoped_entry(map = CALLS, key = c"key")]
    fn handle() -> usize {
        CALLS.count(&c"key")
    }

    assert_eq!(handle(), 1);
}

#[test]
fn async_closures_of_the_body_run_under_the_entry() {
    static CALLS: InflightMap<u64> = InflightMap::new();

    #[scoped_entry(map = CALLS, key = id)]
    async fn handle(id: u64) -> usize {
        let count = async |more: usize| {
            pause().await;
            CALLS.count(&id) + more
        };
        count(1).await
    }

    assert_eq!(block_on(handle(7)), 2);
    assert_left(&CALLS, 1);
}
