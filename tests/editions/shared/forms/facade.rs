//! `crate = PATH`: where the runtime crate is, for crates that hand it on.

use super::instruments::{assert_left, pause, without_deadlock};
use pollster::block_on;
use scoped_entry::{InflightMap, UniqueMap};
use std::{
    collections::HashMap,
    sync::{LazyLock, Mutex},
};

static CALLS: InflightMap<(u64, String)> = InflightMap::new();
// One map for each test that counts what is in it: the tests run side by side.
static UNIQUE: LazyLock<UniqueMap<u64, u64>> = LazyLock::new(UniqueMap::new);
static OF_DOLLAR_CRATE: LazyLock<UniqueMap<u64, u64>> = LazyLock::new(UniqueMap::new);

pub(crate) mod reexports {
    pub(crate) use scoped_entry as runtime;
    pub(crate) use scoped_entry::scoped_entry as tracked;
}

use reexports::{runtime, tracked};

#[test]
fn the_path_may_start_anywhere() {
    #[tracked(map = CALLS, key = (1, "a"), crate = crate::shared::facade::reexports::runtime)]
    fn of_the_crate() -> usize {
        CALLS.len()
    }

    #[tracked(map = CALLS, key = (1, "a"), crate = self::runtime)]
    fn of_the_module() -> usize {
        CALLS.len()
    }

    #[tracked(map = CALLS, key = (1, "a"), crate = super::facade::reexports::runtime)]
    fn of_the_parent() -> usize {
        CALLS.len()
    }

    #[tracked(map = CALLS, key = (1, "a"), crate = runtime)]
    fn of_a_name() -> usize {
        CALLS.len()
    }

    #[tracked(map = CALLS, key = (1, "a"), crate = ::scoped_entry_editions_2018::scoped_entry)]
    fn of_another_crate() -> usize {
        CALLS.len()
    }

    #[scoped_entry_editions_2018::scoped_entry::scoped_entry(map = CALLS, key = (1, "a"), crate = scoped_entry)]
    fn of_the_extern_prelude() -> usize {
        CALLS.len()
    }

    let seen =
        [of_the_crate(), of_the_module(), of_the_parent(), of_a_name(), of_another_crate(), of_the_extern_prelude()];
    assert_eq!(seen, [1; 6]);
    assert_left(&CALLS, 6);
}

#[test]
fn the_path_serves_every_argument() {
    #[tracked(
        map = UNIQUE,
        key = id,
        value = id,
        occupied = |there| return Err(there),
        guard = entry,
        crate = reexports::runtime,
    )]
    fn all(id: u64, again: bool) -> Result<usize, u64> {
        if again { all(id, false) } else { Ok(entry.map().len()) }
    }

    #[tracked(map = UNIQUE, key = id, occupied = return Err(id), crate = reexports::runtime)]
    #[tracked(map = *UNIQUE, key = id + 1, occupied = |_| return Err(0), crate = runtime)]
    async fn later(id: u64) -> Result<usize, u64> {
        pause().await;
        Ok(UNIQUE.len())
    }

    assert_eq!((all(1, false), all(1, true)), (Ok(1), Err(1)));
    assert_eq!(block_on(later(1)), Ok(2));
    assert!(UNIQUE.is_empty());
}

macro_rules! written_here {
    ($name:ident, $runtime:path) => {
        #[tracked(map = OF_DOLLAR_CRATE, key = 7, occupied = return 0, crate = $crate::shared::facade::runtime)]
        fn $name() -> usize {
            #[tracked(map = OF_DOLLAR_CRATE, key = 8, occupied = return 0, crate = $runtime)]
            fn inner() -> usize {
                OF_DOLLAR_CRATE.len()
            }
            inner()
        }
    };
}

written_here!(of_dollar_crate, reexports::runtime);

#[test]
fn the_path_may_start_with_dollar_crate() {
    assert_eq!(of_dollar_crate(), 2);
}

static BARE: LazyLock<Mutex<HashMap<u64, u64>>> = LazyLock::new(Mutex::default);

scoped_entry_editions_2018::unless_taken! {
    fn short, long(id: u64) -> usize, BARE, id, usize::MAX, BARE.lock().unwrap().len()
}

#[test]
fn a_macro_of_another_crate_and_edition_writes_functions() {
    assert_eq!(without_deadlock(|| (short(7), long(7))), (1, 1));
    assert!(BARE.lock().unwrap().is_empty());
}
