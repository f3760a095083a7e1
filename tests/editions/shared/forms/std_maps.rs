//! std's collections in std's locks, and the maps of the runtime crate that have one entry per key.

use super::instruments::without_deadlock;
use scoped_entry::{UniqueMap, scoped_entry};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    sync::{Arc, LazyLock, Mutex, RwLock},
};

/// For each collection in each lock: the entry is there during the call, a call whose key is taken is refused, another
/// key is not, and in the end nothing is left. The tail expressions lock the very collection that the entry is in.
macro_rules! holds_entries {
    ($($name:ident: $collection:ty, $lock:ident by $exclusive:ident, $has:ident;)*) => {$(
        #[test]
        fn $name() {
            static LAZY: LazyLock<$lock<$collection>> = LazyLock::new(Default::default);

            #[derive(Default)]
            struct Service {
                own: $lock<$collection>,
                shared: Arc<$lock<$collection>>,
            }

            impl Service {
                #[scoped_entry(map = self.own, key = name, occupied = return usize::MAX)]
                fn borrowed(&self, name: &str, again: &str) -> usize {
                    if self.own.$exclusive().unwrap().$has(again) {
                        assert_eq!(self.borrowed(again, ""), usize::MAX);
                    }
                    self.own.$exclusive().unwrap().len()
                }

                #[scoped_entry(map = Arc::clone(&self.shared), key = name, occupied = |_| return usize::MAX)]
                fn owned(&mut self, name: String, again: &str) -> usize {
                    if again == name {
                        return self.owned(name, "");
                    }
                    self.shared.$exclusive().unwrap().len()
                }
            }

            #[scoped_entry(map = LAZY, key = name, occupied = return LAZY.$exclusive().unwrap().len() + 10)]
            fn lazy(name: &'static str) -> usize {
                if name == "b" { LAZY.$exclusive().unwrap().len() } else { lazy("b") + lazy(name) }
            }

            let mut service = Service::default();
            let seen = without_deadlock(move || {
                let borrowed = (service.borrowed("a", "b"), service.borrowed("a", "a"));
                let owned = (service.owned("a".into(), "b"), service.owned("a".into(), "a"));
                let left = service.own.$exclusive().unwrap().len() + service.shared.$exclusive().unwrap().len();
                (borrowed, owned, lazy("a"), left + LAZY.$exclusive().unwrap().len())
            });
            assert_eq!(seen, ((1, 1), (1, usize::MAX), 13, 0));
        }
    )*};
}

holds_entries! {
    a_hash_map_in_a_mutex: HashMap<String, u64>, Mutex by lock, contains_key;
    a_tree_map_in_a_mutex: BTreeMap<String, u64>, Mutex by lock, contains_key;
    a_hash_set_in_a_mutex: HashSet<String>, Mutex by lock, contains;
    a_tree_set_in_a_mutex: BTreeSet<String>, Mutex by lock, contains;
    a_hash_map_in_a_read_write_lock: HashMap<String, u64>, RwLock by write, contains_key;
    a_tree_map_in_a_read_write_lock: BTreeMap<String, u64>, RwLock by write, contains_key;
    a_hash_set_in_a_read_write_lock: HashSet<String>, RwLock by write, contains;
    a_tree_set_in_a_read_write_lock: BTreeSet<String>, RwLock by write, contains;
}

#[test]
fn a_map_of_values_in_a_read_write_lock_is_readable_by_the_body() {
    static PRICES: LazyLock<RwLock<BTreeMap<String, u64>>> = LazyLock::new(RwLock::default);

    #[scoped_entry(map = PRICES, key = name, value = price, occupied = |other| return Err(other))]
    fn handle(name: &str, price: u64) -> Result<u64, u64> {
        assert_eq!(handle(name, 0), Err(price));
        Ok(PRICES.read().unwrap()[name])
    }

    assert_eq!(without_deadlock(|| handle("a", 7)), Ok(7));
    assert!(PRICES.read().unwrap().is_empty());
}

#[test]
fn a_unique_map_refuses_a_taken_key() {
    static CALLS: LazyLock<UniqueMap<(String, u64), &str>> = LazyLock::new(UniqueMap::new);

    #[scoped_entry(map = CALLS, key = (tenant, id), value = "first", occupied = |first| return Some(first))]
    fn handle(tenant: &str, id: u64) -> Option<&'static str> {
        handle(tenant, id)
    }

    assert_eq!(handle("a", 7), Some("first"));
    assert!(CALLS.is_empty());
    assert_eq!(CALLS.stats().entered, 1);
}
