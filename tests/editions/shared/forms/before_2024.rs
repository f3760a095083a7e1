//! What edition 2024 changed: a body of an older edition keeps the meaning it had there.

use crate::shared::instruments::assert_left;
use scoped_entry::{InflightMap, scoped_entry};
use std::cell::RefCell;

thread_local! {
    static DROPPED: RefCell<Vec<(&'static str, bool)>> = const { RefCell::new(Vec::new()) };
}

static CALLS: InflightMap<&str> = InflightMap::new();

/// Notes that it drops, and whether the entry of the same name is there.
struct Noted(&'static str, &'static str);

impl Noted {
    fn name(&self) -> &'static str {
        self.0
    }
}

impl Drop for Noted {
    fn drop(&mut self) {
        DROPPED.with(|dropped| dropped.borrow_mut().push((self.0, CALLS.contains_key(self.1))));
    }
}

#[test]
fn temporaries_of_the_tail_drop_after_the_locals_and_before_the_entry() {
    #[scoped_entry(map = CALLS, key = "order")]
    fn handle() -> &'static str {
        let _local = Noted("local", "order");
        Noted("temporary", "order").name()
    }

    assert_eq!(handle(), "temporary");
    assert_eq!(DROPPED.with(RefCell::take), [("local", true), ("temporary", true)]);
}

#[test]
fn temporaries_of_a_block_in_the_body_live_to_the_end_of_the_statement() {
    #[scoped_entry(map = CALLS, key = "block")]
    fn handle() -> usize {
        let borrowed = { &String::from("1234") }.len();
        borrowed + CALLS.count(&"block")
    }

    assert_eq!(handle(), 5);
    assert!(!CALLS.contains_key(&"block"));
}

#[test]
fn temporaries_of_a_condition_live_through_the_else() {
    #[scoped_entry(map = CALLS, key = "else")]
    fn handle() -> usize {
        if let Some("other") = Some(Noted("condition", "else").name()) {
            0
        } else {
            DROPPED.with(|dropped| dropped.borrow().len()) + CALLS.count(&"else")
        }
    }

    assert_eq!(handle(), 1);
    assert_eq!(DROPPED.with(RefCell::take), [("condition", true)]);
}

#[test]
fn a_returned_impl_trait_does_not_capture_what_it_does_not_name() {
    #[scoped_entry(map = CALLS, key = text)]
    fn handle(text: &'static str, other: &str) -> impl Fn() -> usize {
        let len = other.len();
        move || len + text.len()
    }

    let len = {
        let other = String::from("ab");
        handle("impl", &other)
    };
    assert_eq!(len(), 6);
}

#[test]
fn a_word_that_became_a_keyword_is_a_name() {
    static NUMBERS: InflightMap<u64> = InflightMap::new();

    #[scoped_entry(map = NUMBERS, key = gen, value = ())]
    fn gen(gen: u64) -> u64 {
        if gen == 0 { NUMBERS.len() as u64 } else { gen_of(gen) }
    }

    #[scoped_entry(map = NUMBERS, key = gen, guard = gen)]
    fn gen_of(gen: u64) -> u64 {
        gen.map().len() as u64
    }

    assert_eq!((gen(0), gen_of(1)), (1, 1));
    assert_left(&NUMBERS, 2);
}

#[test]
#[expect(unsafe_code, reason = "unsafe functions are the point")]
fn the_body_and_the_arguments_of_an_unsafe_function_need_no_unsafe_block() {
    static NUMBERS: InflightMap<u64, u64> = InflightMap::new();

    #[scoped_entry(map = NUMBERS, key = *id, value = id.read() + 1)]
    unsafe fn handle(id: *const u64) -> Option<u64> {
        NUMBERS.get(&*id)
    }

    // SAFETY: the number outlives the call.
    assert_eq!(unsafe { handle(&raw const *Box::new(7)) }, Some(8));
    assert_left(&NUMBERS, 1);
}
