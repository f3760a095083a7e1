//! Parameters: patterns, attributes, and when they drop.

use super::instruments::{assert_left, pause};
use pollster::block_on;
use scoped_entry::{InflightMap, scoped_entry};
use std::cell::RefCell;

struct Request {
    id: u64,
    path: &'static str,
    tags: [u8; 3],
}

const REQUEST: Request = Request { id: 7, path: "/", tags: [1, 2, 3] };

#[test]
fn destructured_parameters_are_usable_in_the_arguments_and_in_the_body() {
    static CALLS: InflightMap<(u64, u8)> = InflightMap::new();

    #[scoped_entry(map = CALLS, key = (id, first))]
    fn by_value(
        Request { id, path, tags: [first, .., last] }: Request,
        (a, (b, _)): (u8, (u8, u8)),
    ) -> (usize, &'static str, u8) {
        (CALLS.count(&(id, first)), path, last + a + b)
    }

    #[scoped_entry(map = CALLS, key = (*id, tags[0]))]
    fn by_reference(Request { id, tags, .. }: &Request, &[more, ..]: &[u8; 16]) -> usize {
        CALLS.count(&(*id, 1)) + usize::from(more) + tags.len()
    }

    #[scoped_entry(map = CALLS, key = (id, whole.tags[0]))]
    #[expect(clippy::toplevel_ref_arg, reason = "the form is the point")]
    fn bound(whole @ &Request { id, .. }: &Request, mut more: u8, ref same: u8) -> usize {
        more += same;
        CALLS.count(&(id, 1)) + usize::from(more)
    }

    assert_eq!(by_value(REQUEST, (1, (2, 3))), (1, "/", 6));
    assert_eq!(by_reference(&REQUEST, &[1; 16]), 5);
    assert_eq!(bound(&REQUEST, 2, 3), 6);
    assert_left(&CALLS, 3);
}

#[test]
fn destructured_parameters_are_usable_in_async_functions() {
    static CALLS: InflightMap<u64> = InflightMap::new();

    #[scoped_entry(map = CALLS, key = id)]
    async fn handle(Request { id, path, .. }: Request, [a, b]: [u8; 2], _: String) -> (usize, &'static str, u8) {
        pause().await;
        (CALLS.count(&id), path, a + b)
    }

    assert_eq!(block_on(handle(REQUEST, [1, 2], String::new())), (1, "/", 3));
    assert_left(&CALLS, 1);
}

#[test]
fn attributes_on_parameters_are_kept() {
    static CALLS: InflightMap<u64> = InflightMap::new();

    #[scoped_entry(map = CALLS, key = id)]
    fn handle(
        #[cfg(any())] absent: DoesNotExist,
        #[cfg(not(any()))] id: u64,
        #[expect(unused_variables, reason = "the attribute is the point")] unused: u64,
        #[cfg_attr(not(any()), allow(unused_mut, reason = "the attribute is the point"))] mut more: usize,
    ) -> usize {
        CALLS.count(&id) + more
    }

    #[scoped_entry(map = CALLS, key = id)]
    async fn later(#[cfg(any())] absent: DoesNotExist, #[cfg(not(any()))] id: u64) -> usize {
        pause().await;
        CALLS.count(&id)
    }

    assert_eq!(handle(7, 1, 2), 3);
    assert_eq!(block_on(later(7)), 1);
    assert_left(&CALLS, 2);
}

#[test]
fn mutable_references_are_reborrowed_not_moved() {
    static CALLS: InflightMap<usize> = InflightMap::new();

    #[scoped_entry(map = CALLS, key = items.len())]
    fn push(items: &mut Vec<u64>, item: u64) -> &mut u64 {
        if items.is_empty() && item > 0 {
            push(items, 0);
        }
        items.push(item);
        items.last_mut().expect("it was pushed just now")
    }

    let mut items = vec![];
    *push(&mut items, 7) += 1;
    assert_eq!(items, [0, 8]);
    assert_left(&CALLS, 2);
}

#[test]
fn parameters_are_moved_out_of_after_they_were_the_key() {
    static CALLS: InflightMap<String> = InflightMap::new();

    #[scoped_entry(map = CALLS, key = name)]
    fn handle(name: String, run: impl FnOnce(String) -> usize) -> usize {
        assert!(CALLS.contains_key(&name));
        run(name)
    }

    assert_eq!(handle("abc".into(), |name| name.len()), 3);
    assert_left(&CALLS, 1);
}

#[test]
fn unused_and_shadowed_parameters_are_no_obstacle() {
    static CALLS: InflightMap<u64> = InflightMap::new();

    #[scoped_entry(map = CALLS, key = id)]
    fn handle(id: u64, _: &str, _unused: &str, r#type: u64) -> (u64, usize) {
        let seen = CALLS.count(&id);
        let id = id + r#type;
        (id, seen)
    }

    assert_eq!(handle(7, "", "", 1), (8, 1));
    assert_left(&CALLS, 1);
}

thread_local! {
    static SEEN: RefCell<Vec<(&'static str, usize)>> = const { RefCell::new(Vec::new()) };
}

/// Tells, when it drops, how many entries are there.
struct Witness(&'static str, &'static InflightMap<u64>);

/// What witnesses have told, in an order of no importance but for the local, which has to be the first.
fn dropped() -> Vec<String> {
    let seen = SEEN.with(RefCell::take);
    let mut told: Vec<_> = seen.iter().map(|(name, len)| format!("{name}: {len}")).collect();
    told[1..].sort();
    told
}

impl Drop for Witness {
    fn drop(&mut self) {
        SEEN.with(|seen| seen.borrow_mut().push((self.0, self.1.len())));
    }
}

#[test]
fn parameters_drop_after_the_entry_and_locals_before_it() {
    static CALLS: InflightMap<u64> = InflightMap::new();

    #[scoped_entry(map = CALLS, key = 1)]
    fn handle(_named: Witness, _: Witness, (_, _part): (Witness, Witness)) {
        let _local = Witness("local", &CALLS);
    }

    #[scoped_entry(map = CALLS, key = 1)]
    async fn later(_named: Witness, _: Witness) {
        let _local = Witness("local", &CALLS);
        pause().await;
    }

    let witness = |name| Witness(name, &CALLS);
    handle(witness("named"), witness("_"), (witness("_ in tuple"), witness("part")));
    assert_eq!(dropped(), ["local: 1", "_ in tuple: 0", "_: 0", "named: 0", "part: 0"]);

    block_on(later(witness("named"), witness("_")));
    assert_eq!(dropped(), ["local: 1", "_: 0", "named: 0"]);
    assert_left(&CALLS, 2);
}
