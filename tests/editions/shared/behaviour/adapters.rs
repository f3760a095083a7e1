//! Every std map and set in every lock, through every pointer to one.

use super::{
    deliberate::{caught, deliberate},
    watchdog::within_deadline,
};
use scoped_entry::scoped_entry;
use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    rc::Rc,
    sync::{Arc, LazyLock, Mutex, RwLock},
};

macro_rules! adapters {
    ($($name:ident $lock:ident::$exclusively:ident <$collection:ty>;)*) => {$(
        mod $name {
            use super::*;

            type Map = $lock<$collection>;

            #[scoped_entry(map = *map, key = id, occupied = return Err("refused"))]
            fn call(map: &Map, id: &str, body: impl FnOnce()) -> Result<usize, &'static str> {
                let len = map.$exclusively().unwrap().len();
                body();
                Ok(len)
            }

            #[test]
            fn has_the_entry_while_the_body_runs_and_refuses_another() {
                within_deadline(|| {
                    let map = Map::default();
                    let inner = || assert_eq!(call(&map, "one", || ()), Err("refused"));
                    assert_eq!(call(&map, "one", inner), Ok(1));
                    assert_eq!(call(&map, "one", || assert_eq!(call(&map, "two", || ()), Ok(2))), Ok(1));
                    caught(|| call(&map, "one", deliberate));
                    assert_eq!(map.$exclusively().unwrap().len(), 0);
                });
            }

            #[test]
            fn does_not_miss_an_entry_that_somebody_else_has_removed() {
                within_deadline(|| {
                    let map = Map::default();
                    let clear = || map.$exclusively().unwrap().clear();
                    assert_eq!(call(&map, "one", clear), Ok(1));
                    assert_eq!(map.$exclusively().unwrap().len(), 0);
                });
            }
        }
    )*};
}

adapters! {
    mutex_hash_map Mutex::lock<HashMap<String, u64>>;
    mutex_hash_set Mutex::lock<HashSet<Box<str>>>;
    mutex_btree_map Mutex::lock<BTreeMap<Arc<str>, u64>>;
    mutex_btree_set Mutex::lock<BTreeSet<String>>;
    rw_lock_hash_map RwLock::write<HashMap<String, u64>>;
    rw_lock_hash_set RwLock::write<HashSet<Box<str>>>;
    rw_lock_btree_map RwLock::write<BTreeMap<Arc<str>, u64>>;
    rw_lock_btree_set RwLock::write<BTreeSet<String>>;
}

type Bare = Mutex<HashSet<u64>>;

fn len(map: &Bare) -> usize {
    map.lock().unwrap().len()
}

#[test]
fn a_map_behind_any_pointer_is_entered_and_left() {
    static LAZY: LazyLock<Bare> = LazyLock::new(Bare::default);

    #[scoped_entry(map = map, key = id, occupied = return 0)]
    fn by_reference(map: &Bare, id: u64) -> usize {
        len(map)
    }

    #[scoped_entry(map = map, key = id, occupied = return 0)]
    fn by_arc(map: &Arc<Bare>, id: u64) -> usize {
        len(map)
    }

    #[expect(clippy::needless_pass_by_value, reason = "the function is the map's owner")]
    #[scoped_entry(map = map, key = id, occupied = return 0)]
    fn by_box(map: Box<Bare>, id: u64) -> usize {
        len(&map)
    }

    #[scoped_entry(map = Rc::clone(map), key = id, occupied = return 0)]
    fn by_share(map: &Rc<Bare>, id: u64) -> usize {
        len(map)
    }

    #[scoped_entry(map = LAZY, key = id, occupied = return 0)]
    fn by_static(id: u64) -> usize {
        len(&LAZY)
    }

    within_deadline(|| {
        let map = Arc::new(Bare::default());
        assert_eq!((by_reference(&map, 1), len(&map)), (1, 0));
        assert_eq!((by_arc(&map, 1), len(&map)), (1, 0));
        let map = Rc::new(Bare::default());
        assert_eq!((by_share(&map, 1), len(&map), Rc::strong_count(&map)), (1, 0, 1));
        assert_eq!(by_box(Box::default(), 1), 1);
        assert_eq!((by_static(1), len(&LAZY)), (1, 0));
    });
}
