//! What only edition 2024 allows.

use crate::shared::instruments::{assert_left, without_deadlock};
use scoped_entry::{InflightMap, scoped_entry};
use std::{
    cell::RefCell,
    collections::HashMap,
    sync::{LazyLock, Mutex},
};

static CALLS: InflightMap<&str> = InflightMap::new();

#[test]
fn temporaries_of_the_tail_may_borrow_from_locals() {
    #[scoped_entry(map = CALLS, key = "tail")]
    fn handle() -> usize {
        let texts = RefCell::new(vec!["a"; CALLS.count(&"tail")]);
        texts.borrow().len()
    }

    assert_eq!(handle(), 1);
    assert!(!CALLS.contains_key(&"tail"));
}

#[test]
fn temporaries_of_a_condition_drop_before_the_else() {
    static BARE: LazyLock<Mutex<HashMap<u64, u64>>> = LazyLock::new(Mutex::default);

    #[scoped_entry(map = BARE, key = id, occupied = return 0)]
    fn one_expression(id: u64) -> usize {
        if let Some(5) = BARE.lock().unwrap().get(&id) { 0 } else { BARE.lock().unwrap().len() }
    }

    #[scoped_entry(map = BARE, key = id, occupied = return 0)]
    fn after_statements(id: u64) -> usize {
        let five = 5;
        if BARE.lock().unwrap().get(&id).is_some_and(|value| *value == five) {
            0
        } else if let Some(5) = BARE.lock().unwrap().get(&id) {
            0
        } else {
            BARE.lock().unwrap().len()
        }
    }

    assert_eq!(without_deadlock(|| (one_expression(7), after_statements(7))), (1, 1));
}

#[test]
fn a_returned_impl_trait_captures_every_lifetime_unless_it_says_otherwise() {
    static TEXTS: InflightMap<String> = InflightMap::new();

    #[scoped_entry(map = TEXTS, key = text)]
    fn captures(text: &str) -> impl Iterator<Item = char> {
        assert!(TEXTS.contains_key(text));
        text.chars().rev()
    }

    #[scoped_entry(map = TEXTS, key = text)]
    fn captures_nothing(text: &str) -> impl Fn() -> usize + use<> {
        let len = text.len();
        move || len
    }

    let len = {
        let text = String::from("abc");
        assert_eq!(captures(&text).collect::<String>(), "cba");
        captures_nothing(&text)
    };
    assert_eq!(len(), 3);
    assert_left(&TEXTS, 2);
}

#[scoped_entry(map = CALLS, key = "exported")]
#[expect(unsafe_code, reason = "the attribute is the point")]
#[unsafe(no_mangle)]
extern "C" fn scoped_entry_forms_exported() -> usize {
    CALLS.count(&"exported")
}

#[test]
fn an_unsafe_attribute_is_kept() {
    assert_eq!(scoped_entry_forms_exported(), 1);
}
