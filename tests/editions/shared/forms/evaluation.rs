//! How often and when the arguments are evaluated, and what that leaves of the variables they name.

use super::instruments::{assert_left, pause};
use pollster::block_on;
use scoped_entry::{InflightMap, scoped_entry};
use std::{
    cell::{Cell, RefCell},
    convert::identity,
    panic::{AssertUnwindSafe, catch_unwind},
    rc::Rc,
};

/// Counts how often it was cloned, in all of its clones together.
#[derive(Debug, Default, PartialEq, Eq)]
struct Counted(Rc<Cell<usize>>);

impl Clone for Counted {
    fn clone(&self) -> Self {
        self.0.set(self.0.get() + 1);
        Self(Rc::clone(&self.0))
    }
}

impl Counted {
    fn clones(&self) -> usize {
        self.0.get()
    }
}

struct Holder {
    counted: Counted,
    list: Vec<Counted>,
}

impl Holder {
    fn take(&mut self) -> Counted {
        std::mem::take(&mut self.counted)
    }
}

type Calls = InflightMap<Counted, Option<Counted>>;

#[test]
fn a_place_is_borrowed_and_cloned_into_the_map_once() {
    #[scoped_entry(map = map, key = counted)]
    fn path(map: &Calls, counted: Counted) -> Counted {
        counted
    }

    #[scoped_entry(map = map, key = holder.counted)]
    fn field(map: &Calls, holder: Holder) -> Counted {
        let Holder { counted, .. } = holder;
        counted
    }

    #[scoped_entry(map = map, key = holder.list[0])]
    fn index(map: &Calls, mut holder: Holder) -> Counted {
        holder.list.remove(0)
    }

    #[scoped_entry(map = map, key = *boxed)]
    #[expect(clippy::boxed_local, reason = "the form is the point")]
    fn dereferenced(map: &Calls, boxed: Box<Counted>) -> Counted {
        *boxed
    }

    #[scoped_entry(map = map, key = &counted)]
    fn borrowed(map: &Calls, counted: Counted) -> Counted {
        counted
    }

    #[scoped_entry(map = map, key = (((counted))))]
    fn parenthesised(map: &Calls, counted: Counted) -> Counted {
        counted
    }

    let map = Calls::new();
    let holder = || Holder { counted: Counted::default(), list: vec![Counted::default()] };
    let all = [
        path(&map, Counted::default()),
        field(&map, holder()),
        index(&map, holder()),
        dereferenced(&map, Box::default()),
        borrowed(&map, Counted::default()),
        parenthesised(&map, Counted::default()),
    ];
    assert_eq!(all.map(|counted| counted.clones()), [1; 6]);
    assert_left(&map, 6);
}

#[test]
fn a_value_is_used_as_it_is() {
    #[scoped_entry(map = map, key = identity(counted), value = Some(other))]
    fn call(map: &Calls, counted: Counted, other: Counted) -> usize {
        map.snapshot().len()
    }

    #[scoped_entry(map = map, key = holder.take(), value = vec![other].pop())]
    fn method(map: &Calls, holder: &mut Holder, other: Counted) -> usize {
        map.snapshot().len()
    }

    #[scoped_entry(map = map, key = Counted(count))]
    fn constructor(map: &Calls, count: Rc<Cell<usize>>) -> usize {
        map.snapshot().len()
    }

    let map = Calls::new();
    let (key, value) = (Counted::default(), Counted::default());
    let counts = (Rc::clone(&key.0), Rc::clone(&value.0));
    assert_eq!(call(&map, key, value), 1);
    assert_eq!((counts.0.get(), counts.1.get()), (1, 1), "the clones are those of the snapshot");

    let mut holder = Holder { counted: Counted::default(), list: vec![] };
    let (value, counts) = (Counted::default(), Rc::clone(&holder.counted.0));
    assert_eq!(method(&map, &mut holder, value), 1);
    assert_eq!(counts.get(), 1, "the clone is that of the snapshot");

    assert_eq!(constructor(&map, Rc::clone(&counts)), 1);
    assert_eq!(counts.get(), 2, "the clone is that of the snapshot");
    assert_left(&map, 3);
}

#[test]
fn a_tuple_is_judged_element_by_element() {
    #[scoped_entry(map = map, key = (counted, (identity(moved), &holder.counted)))]
    fn handle(
        map: &InflightMap<(Counted, (Counted, Counted))>,
        counted: Counted,
        moved: Counted,
        holder: Holder,
    ) -> [Counted; 2] {
        [counted, holder.counted]
    }

    let map = InflightMap::new();
    let moved = Counted::default();
    let count = Rc::clone(&moved.0);
    let holder = Holder { counted: Counted::default(), list: vec![] };
    let borrowed = handle(&map, Counted::default(), moved, holder);
    assert_eq!(borrowed.map(|counted| counted.clones()), [1, 1]);
    assert_eq!(count.get(), 0);
    assert_left(&map, 1);
}

/// Notes that it was evaluated.
fn note<T>(log: &RefCell<Vec<&'static str>>, what: &'static str, result: T) -> T {
    log.borrow_mut().push(what);
    result
}

#[test]
fn the_arguments_are_evaluated_once_in_order_before_the_body() {
    #[scoped_entry(value = note(log, "value", 2), key = note(log, "key", 1), map = note(log, "map", map))]
    fn handle(map: &InflightMap<u64, u64>, log: &RefCell<Vec<&'static str>>) -> Option<u64> {
        log.borrow_mut().push("body");
        map.get(&1)
    }

    #[scoped_entry(map = note(log, "map", map), key = (note(log, "first", 1), note(log, "second", 2)), value = note(log, "value", 3))]
    async fn later(map: &InflightMap<(u64, u64), u64>, log: &RefCell<Vec<&'static str>>) -> Option<u64> {
        pause().await;
        log.borrow_mut().push("body");
        map.get(&(1, 2))
    }

    let (map, log) = (InflightMap::new(), RefCell::default());
    assert_eq!(handle(&map, &log), Some(2));
    assert_eq!(log.take(), ["map", "key", "value", "body"]);
    assert_left(&map, 1);

    let map = InflightMap::new();
    let future = later(&map, &log);
    assert_eq!(log.take(), [""; 0]);
    assert_eq!(block_on(future), Some(3));
    assert_eq!(log.take(), ["map", "first", "second", "value", "body"]);
    assert_left(&map, 1);
}

#[test]
fn a_panic_in_an_argument_leaves_no_entry_and_does_not_reach_the_body() {
    #[scoped_entry(map = map, key = if panic == "key" { panic!("key") } else { 1 }, value = assert!(panic != "value"))]
    fn handle(map: &InflightMap<u64>, panic: &str) {
        unreachable!()
    }

    let map = InflightMap::new();
    for panic in ["key", "value"] {
        assert!(catch_unwind(AssertUnwindSafe(|| handle(&map, panic))).is_err());
    }
    assert_left(&map, 0);
}

#[test]
fn an_argument_may_leave_the_function_or_wait() {
    static CALLS: InflightMap<u64, u64> = InflightMap::new();

    #[scoped_entry(map = CALLS, key = text.parse::<u64>()?, value = if text == "0" { return Ok(None) } else { 5 })]
    fn handle(text: &str) -> Result<Option<u64>, std::num::ParseIntError> {
        Ok(CALLS.get(&7))
    }

    #[scoped_entry(map = CALLS, key = { pause().await; id }, value = async { 6 }.await)]
    async fn later(id: u64) -> Option<u64> {
        pause().await;
        CALLS.get(&id)
    }

    assert_eq!((handle("7"), handle("0")), (Ok(Some(5)), Ok(None)));
    assert!(handle("seven").is_err());
    assert_eq!(block_on(later(7)), Some(6));
    assert_left(&CALLS, 2);
}

/// Without the block, the lock would be held until the entry is made, and the entry wants it.
#[test]
fn an_argument_in_a_block_has_released_its_lock() {
    use std::{collections::HashMap, sync::LazyLock, sync::Mutex};

    static LOCKED: LazyLock<Mutex<HashMap<usize, usize>>> = LazyLock::new(Mutex::default);

    #[scoped_entry(
        map = LOCKED,
        key = { LOCKED.lock().unwrap().len() },
        value = { LOCKED.lock().unwrap().len() },
        occupied = { return 9 },
    )]
    fn handle() -> usize {
        LOCKED.lock().unwrap().len()
    }

    assert_eq!((handle(), handle()), (1, 1));
}

#[test]
fn an_item_in_an_argument_has_receivers_of_its_own() {
    static CALLS: InflightMap<u64> = InflightMap::new();

    struct Service(u64);

    impl Service {
        #[scoped_entry(map = CALLS, key = {
            struct Doubled(u64);
            impl Doubled {
                fn get(&self) -> u64 {
                    self.0 * 2
                }
            }
            Doubled(self.0).get()
        })]
        fn handle(&self) -> bool {
            CALLS.contains_key(&(self.0 * 2))
        }
    }

    assert!(Service(4).handle());
}
