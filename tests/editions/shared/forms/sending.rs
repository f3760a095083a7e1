//! What an entry asks of the future that holds it: as little as the map does.

use super::instruments::{assert_left, pause};
use pollster::block_on;
use scoped_entry::{InflightMap, UniqueMap, scoped_entry};
use std::{
    cell::Cell,
    future::Future,
    rc::Rc,
    sync::{Arc, LazyLock},
    thread,
};

/// Can be sent, but not shared.
#[derive(Clone, Default, PartialEq, Eq)]
struct Unshared(Cell<u64>);

impl Unshared {
    async fn join(self) -> u64 {
        pause().await;
        self.0.get()
    }
}

fn in_a_thread<T: Send + 'static>(future: impl Future<Output = T> + Send + 'static) -> T {
    thread::spawn(|| block_on(future)).join().expect("the future does not panic")
}

#[test]
fn a_future_is_send_and_static_if_its_map_can_be_shared() {
    static CALLS: InflightMap<Unshared, Unshared> = InflightMap::new();
    static UNIQUE: LazyLock<UniqueMap<u64, Unshared>> = LazyLock::new(UniqueMap::new);

    #[scoped_entry(map = CALLS, key = key, value = Unshared::default())]
    async fn of_a_static(key: Unshared) -> usize {
        pause().await;
        CALLS.snapshot().iter().filter(|live| live.key == key).count()
    }

    #[scoped_entry(map = Arc::clone(&calls), key = 1, guard = entry)]
    async fn of_an_owner(calls: Arc<InflightMap<u64, Unshared>>) -> usize {
        pause().await;
        drop(calls);
        entry.map().len()
    }

    #[scoped_entry(map = UNIQUE, key = id, value = Unshared::default(), occupied = |there| return there.join().await)]
    async fn refused(id: u64) -> u64 {
        pause().await;
        id
    }

    assert_eq!(in_a_thread(of_a_static(Unshared::default())), 1);
    let calls = Arc::default();
    assert_eq!(in_a_thread(of_an_owner(Arc::clone(&calls))), 1);
    assert_left(&calls, 1);
    assert_left(&CALLS, 1);

    let guard = UNIQUE.try_enter(7, Unshared(Cell::new(5)));
    assert_eq!(in_a_thread(refused(7)), 5);
    drop(guard);
    assert_eq!(in_a_thread(refused(7)), 7);
}

#[test]
fn neither_keys_nor_values_nor_maps_need_to_be_send() {
    #[scoped_entry(map = Rc::clone(&calls), key = key, value = Rc::clone(&key))]
    async fn handle(calls: Rc<InflightMap<Rc<str>, Rc<str>>>, key: Rc<str>) -> Option<Rc<str>> {
        pause().await;
        calls.get(&key)
    }

    let calls = Rc::default();
    assert_eq!(block_on(handle(Rc::clone(&calls), "a".into())).as_deref(), Some("a"));
    assert_left(&calls, 1);
}
