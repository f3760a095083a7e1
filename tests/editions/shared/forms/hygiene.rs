//! Names of the user's that generated code could meet: none of them is seen, shadowed or taken.

use super::instruments::{assert_left, without_deadlock};
use scoped_entry::{InflightMap, UniqueMap, scoped_entry};
use std::sync::LazyLock;

static CALLS: InflightMap<u64, u64> = InflightMap::new();
// One map for each test that counts what is in it: the tests run side by side.
static OF_VARIABLES: LazyLock<UniqueMap<u64, u64>> = LazyLock::new(UniqueMap::new);
static OF_CRATES: LazyLock<UniqueMap<u64, u64>> = LazyLock::new(UniqueMap::new);
static OF_THE_PRELUDE: LazyLock<UniqueMap<u64, u64>> = LazyLock::new(UniqueMap::new);
static OF_NO_PRELUDE: LazyLock<UniqueMap<u64, u64>> = LazyLock::new(UniqueMap::new);

#[test]
fn variables_may_be_named_like_the_generated_ones() {
    #[scoped_entry(map = OF_VARIABLES, key = __entry, value = __attempt, occupied = |__existing| return __existing + __entry)]
    fn parameters(__entry: u64, __attempt: u64) -> u64 {
        let __existing = __attempt;
        if __existing > 5 { parameters(__entry, 0) } else { __existing }
    }

    #[scoped_entry(map = OF_VARIABLES, key = 1, value = 2, occupied = |__entry| return __entry)]
    #[scoped_entry(map = OF_VARIABLES, key = 2, value = 3, occupied = return 0, guard = entry)]
    fn arguments() -> u64 {
        let __attempt: u64 = OF_VARIABLES.len() as u64;
        drop(entry);
        __attempt * 10 + OF_VARIABLES.len() as u64
    }

    assert_eq!((parameters(7, 1), parameters(7, 8)), (1, 15));
    assert_eq!(arguments(), 21);
    assert!(OF_VARIABLES.is_empty());
}

#[test]
fn a_lazy_result_meets_no_names_of_the_users() {
    use std::{
        future::{Future, ready},
        pin::Pin,
    };

    static LAZY: InflightMap<u64, u64> = InflightMap::new();

    #[scoped_entry(map = LAZY, key = __entry, value = __slot)]
    fn parameters(__entry: u64, __slot: u64) -> Pin<Box<dyn Future<Output = u64>>> {
        let __returned = __entry + __slot;
        if __slot > 5 {
            return Box::pin(ready(__returned));
        }
        let __entry_2 = ();
        Box::pin(async move {
            let () = __entry_2;
            let __slot = LAZY.len() as u64;
            __returned * 10 + __slot
        })
    }

    #[scoped_entry(map = LAZY, key = 1, value = 1)]
    #[scoped_entry(map = LAZY, key = 2, value = 2)]
    fn locals() -> impl Future<Output = u64> {
        let __entry = LAZY.len() as u64;
        #[expect(clippy::no_effect_underscore_binding, reason = "the shadowing is the point")]
        let __entry_2 = 1;
        async move {
            let __attached = __entry * 10;
            __attached + LAZY.len() as u64
        }
    }

    assert_eq!(pollster::block_on(parameters(7, 8)), 15);
    assert_eq!(pollster::block_on(parameters(7, 1)), 81);
    assert_eq!(pollster::block_on(locals()), 22);
    assert_left(&LAZY, 4);
}

#[test]
fn a_statement_meets_no_names_of_the_users() {
    static UNIQUE: LazyLock<UniqueMap<u64, u64>> = LazyLock::new(UniqueMap::new);

    fn handle(__entry: u64, __attempt: u64) -> u64 {
        scoped_entry::enter!(map = UNIQUE, key = __entry, value = __attempt, occupied = |__existing| return __existing);
        scoped_entry::enter!(hold = UNIQUE.try_enter(__attempt, 0).unwrap());
        let __existing = __entry;
        if __attempt == 9 { handle(__entry, 10) } else { __existing + UNIQUE.len() as u64 }
    }

    assert_eq!((handle(1, 2), handle(1, 9)), (3, 9));
    assert!(UNIQUE.is_empty());
}

#[test]
fn a_local_of_the_body_does_not_end_the_entry() {
    #[scoped_entry(map = CALLS, key = id)]
    fn handle(id: u64) -> usize {
        let __entry = ();
        let () = __entry;
        #[expect(clippy::no_effect_underscore_binding, reason = "the shadowing is the point")]
        let __entry = 1;
        CALLS.count(&id)
    }

    assert_eq!(handle(71), 1);
    assert!(!CALLS.contains_key(&71));
}

/// Modules with the names of the crates that generated code names.
mod crates {
    use super::{CALLS, OF_CRATES as UNIQUE};
    use ::scoped_entry::scoped_entry as tracked;

    mod scoped_entry {
        pub(super) mod __private {}
    }
    mod core {
        pub(super) mod option {}
        pub(super) mod result {}
    }
    mod std {
        pub(super) mod option {}
    }

    #[tracked(map = UNIQUE, key = id, occupied = |there| return there)]
    #[tracked(map = CALLS, key = id)]
    pub(super) fn handle(id: u64) -> u64 {
        CALLS.count(&id) as u64 + u64::from(UNIQUE.contains_key(&id))
    }
}

#[test]
fn modules_may_be_named_like_crates() {
    assert_eq!(crates::handle(72), 2);
}

/// Types, traits, functions and macros with the names of the prelude and of the runtime crate.
#[expect(dead_code, unused_macros, reason = "the names are the point")]
mod prelude {
    use super::{CALLS, OF_THE_PRELUDE as UNIQUE};
    use scoped_entry::scoped_entry;

    pub(super) struct Ok;
    pub(super) struct Err;
    pub(super) struct Some;
    pub(super) struct None;
    pub(super) enum Option {}
    pub(super) enum Result {}
    pub(super) struct Box;
    pub(super) struct Call;
    pub(super) struct Elements;
    pub(super) struct Returned;
    pub(super) trait Default {}
    pub(super) trait Clone {}
    pub(super) trait Drop {}
    pub(super) trait Send {}
    pub(super) trait Fn {}
    pub(super) fn enter() {}
    pub(super) fn leave() {}
    pub(super) fn drop() {}
    pub(super) fn default_value() {}

    macro_rules! panic {
        () => {
            compile_error!("not meant")
        };
    }
    macro_rules! format {
        () => {
            compile_error!("not meant")
        };
    }

    /// What method calls on anything could find instead of the runtime crate's methods.
    pub(super) trait Methods: Sized {
        fn here(self) -> u64 {
            0
        }
        fn enter(self) -> u64 {
            0
        }
        fn try_enter(self) -> u64 {
            0
        }
        fn into_key(self) -> u64 {
            0
        }
        fn clone(&self) -> u64 {
            0
        }
    }

    impl<T> Methods for T {}

    #[scoped_entry(map = UNIQUE, key = id, value = id, occupied = |there| return there + id.here())]
    #[scoped_entry(map = UNIQUE, key = id + 1, occupied = return 1)]
    #[scoped_entry(map = CALLS, key = id)]
    pub(super) fn handle(id: u64, again: bool) -> u64 {
        if again { handle(id, false) } else { CALLS.count(&id) as u64 + id.enter() }
    }

    #[scoped_entry(map = CALLS, key = 73)]
    pub(super) fn lookalike() -> Ok {
        Ok
    }
}

#[test]
fn types_traits_functions_and_macros_may_be_named_like_those_of_the_prelude() {
    assert_eq!((prelude::handle(73, false), prelude::handle(73, true)), (1, 73));
    let prelude::Ok = prelude::lookalike();
    assert!(OF_THE_PRELUDE.is_empty() && !CALLS.contains_key(&73));
}

#[no_implicit_prelude]
mod bare {
    use super::{CALLS, OF_NO_PRELUDE as UNIQUE};
    use ::scoped_entry::scoped_entry;

    #[scoped_entry(map = UNIQUE, key = id, occupied = |there| return there)]
    #[scoped_entry(map = CALLS, key = (id), guard = entry)]
    pub(super) fn handle(id: u64, again: bool) -> u64 {
        if again { handle(id, false) } else { 1 + CALLS.count(&id) as u64 + entry.map().count(&id) as u64 }
    }
}

#[test]
fn the_prelude_may_be_absent() {
    assert_eq!((bare::handle(74, false), bare::handle(74, true)), (3, 0));
}

#[test]
fn items_of_the_body_are_not_seen_by_the_arguments() {
    const ID: u64 = 75;

    fn key() -> u64 {
        ID
    }

    #[scoped_entry(map = CALLS, key = key(), value = ID)]
    fn with_statements() -> (usize, u64) {
        const ID: u64 = 1;
        fn key() -> u64 {
            ID
        }
        let found = CALLS.count(&75);
        (found, key())
    }

    #[scoped_entry(map = CALLS, key = key())]
    fn without_statements() -> (usize, u64) {
        fn key() -> u64 {
            1
        }
        (CALLS.count(&75), key())
    }

    macro_rules! with_item {
        ($item:item) => {
            #[scoped_entry(map = CALLS, key = key())]
            fn with_an_item_of_a_macro() -> (usize, u64) {
                $item(CALLS.count(&75), key())
            }
        };
    }

    with_item!(
        fn key() -> u64 {
            1
        }
    );

    assert_eq!(with_statements(), (1, 1));
    assert_eq!(without_statements(), (1, 1));
    assert_eq!(with_an_item_of_a_macro(), (1, 1));
}

#[test]
#[expect(unsafe_code, reason = "foreign items are the point")]
fn foreign_items_of_the_body_are_not_seen_by_the_arguments() {
    fn abs(_: i32) -> u64 {
        76
    }

    #[scoped_entry(map = CALLS, key = abs(0))]
    fn handle() -> usize {
        unsafe extern "C" {
            safe fn abs(number: i32) -> i32;
        }
        if CALLS.is_empty() { usize::from(abs(0) == 0) } else { CALLS.count(&76) }
    }

    assert_eq!(handle(), 1);
}

#[test]
fn uses_in_the_body_stay_in_the_body() {
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    #[expect(dead_code, reason = "one variant is like another")]
    enum Kind {
        None,
        Some,
        Ok,
        Err,
    }

    static KINDS: InflightMap<Option<u64>> = InflightMap::new();
    static REFUSES: LazyLock<UniqueMap<Option<u64>>> = LazyLock::new(UniqueMap::new);

    #[scoped_entry(map = KINDS, key = None)]
    #[scoped_entry(map = REFUSES, key = Some(1), occupied = |()| return Kind::Err)]
    fn handle(again: bool) -> Kind {
        use Kind::*;
        if again {
            handle(false)
        } else if KINDS.len() == 1 {
            Some
        } else {
            None
        }
    }

    assert_eq!(without_deadlock(|| (handle(false), handle(true))), (Kind::Some, Kind::Err));
    assert_left(&KINDS, 3);
}
