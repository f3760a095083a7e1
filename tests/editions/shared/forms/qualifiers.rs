//! What may stand before `fn`, and attributes of the language beside ours.

use super::instruments::{assert_left, pause};
use pollster::block_on;
use scoped_entry::{InflightMap, scoped_entry};
use std::panic::Location;

static CALLS: InflightMap<&str> = InflightMap::new();

#[scoped_entry(map = CALLS, key = "unsafe")]
#[expect(unsafe_code, reason = "the form is the point")]
unsafe fn reads(at: *const usize) -> usize {
    // SAFETY: the caller passes a valid pointer.
    unsafe { *at + CALLS.count("unsafe") }
}

#[scoped_entry(map = CALLS, key = "extern")]
extern "C" fn called_from_c(more: usize) -> usize {
    CALLS.count("extern") + more
}

#[scoped_entry(map = CALLS, key = "unsafe extern")]
#[expect(unsafe_code, reason = "the form is the point")]
unsafe extern "C" fn both(at: *const usize) -> usize {
    let seen = CALLS.count("unsafe extern");
    // SAFETY: the caller passes a valid pointer.
    seen + unsafe { *at }
}

#[scoped_entry(map = CALLS, key = "async unsafe")]
#[expect(unsafe_code, reason = "the form is the point")]
async unsafe fn reads_later(at: *const usize) -> usize {
    pause().await;
    // SAFETY: the caller passes a pointer that is valid for as long as the future.
    unsafe { *at + CALLS.count("async unsafe") }
}

#[test]
#[expect(unsafe_code, reason = "calls what is unsafe to call")]
fn unsafe_and_extern_functions_hold_an_entry() {
    let one = 1;
    let from_c: extern "C" fn(usize) -> usize = called_from_c;
    assert_eq!(from_c(1), 2);
    // SAFETY: `one` outlives the calls.
    unsafe {
        let pointer: unsafe extern "C" fn(*const usize) -> usize = both;
        assert_eq!((reads(&raw const one), pointer(&raw const one)), (2, 2));
        assert_eq!(block_on(reads_later(&raw const one)), 2);
    }
    for key in ["unsafe", "extern", "unsafe extern", "async unsafe"] {
        assert!(!CALLS.contains_key(key));
    }
}

mod locations {
    use super::CALLS;
    use scoped_entry::scoped_entry;

    #[scoped_entry(map = CALLS, key = "visibility")]
    pub(crate) fn of_the_crate() -> usize {
        CALLS.count("visibility")
    }

    #[scoped_entry(map = CALLS, key = "visibility")]
    pub(super) fn of_the_parent() -> usize {
        CALLS.count("visibility")
    }

    #[scoped_entry(map = CALLS, key = "visibility")]
    pub(in super::super) fn of_a_path() -> usize {
        CALLS.count("visibility")
    }

    #[scoped_entry(map = CALLS, key = "visibility")]
    #[expect(unreachable_pub, reason = "the form is the point")]
    pub fn of_all() -> usize {
        CALLS.count("visibility") + private()
    }

    #[::scoped_entry::scoped_entry(map = CALLS, key = "private")]
    fn private() -> usize {
        CALLS.count("private")
    }
}

#[test]
fn visibility_is_kept() {
    assert_eq!(
        locations::of_the_crate() + locations::of_the_parent() + locations::of_a_path() + locations::of_all(),
        5
    );
    assert!(!CALLS.contains_key("visibility") && !CALLS.contains_key("private"));
}

#[test]
#[rustfmt::skip]
fn the_callers_line_stays_right() {
    struct Service(InflightMap<u64>);

    impl Service {
        #[track_caller]
        #[scoped_entry(map = self.0, key = 1)]
        fn above(&self) -> u32 { Location::caller().line() }

        #[scoped_entry(map = self.0, key = 2)]
        #[track_caller]
        fn below(&self) -> u32 {
            let caller = Location::caller();
            caller.line()
        }
    }

    #[track_caller]
    fn caller() -> &'static Location<'static> { Location::caller() }

    #[scoped_entry(map = CALLS, key = "handed on")]
    #[track_caller]
    fn handed_on() -> u32 { caller().line() }

    let service = Service(InflightMap::new());

    let (here, above, below) = (line!(), service.above(), service.below());
    assert_eq!((above, below), (here, here));
    let (here, handed_on) = (line!(), handed_on());
    assert_eq!(handed_on, here);
}

#[test]
#[rustfmt::skip]
fn an_entry_reports_the_annotated_function() {
    static HERE: InflightMap<u64> = InflightMap::new();

    #[scoped_entry(map = HERE, key = 1)]
    fn plain() -> (u32, &'static str) { reported() }
    const PLAIN: u32 = line!() - 1;

    #[scoped_entry(map = HERE, key = 1)]
    #[track_caller]
    fn tracked() -> (u32, &'static str) { reported() }
    const TRACKED: u32 = line!() - 1;

    fn reported() -> (u32, &'static str) {
        let entry = HERE.oldest().expect("the entry of this call");
        (entry.location.line(), entry.location.file())
    }

    assert_eq!(plain(), (PLAIN, file!()));
    assert_eq!(tracked(), (TRACKED, file!()));
}

#[test]
fn inner_attributes_stay_in_force() {
    static INNER: InflightMap<u64> = InflightMap::new();

    #[scoped_entry(map = INNER, key = id)]
    fn handle(id: u64) -> usize {
        #![expect(unused_variables, reason = "the attribute is the point")]
        #![cfg_attr(not(any()), expect(clippy::let_and_return, reason = "the attribute is the point"))]
        //! Documented from the inside.
        let unused = 0;
        let seen = INNER.count(&id);
        seen
    }

    #[scoped_entry(map = INNER, key = id)]
    fn one_line(id: u64) -> usize {
        #![expect(clippy::identity_op, reason = "the attribute is the point")]
        INNER.count(&id) + 0
    }

    assert_eq!((handle(7), one_line(7)), (1, 1));
    assert_left(&INNER, 2);
}

#[test]
fn attributes_of_the_language_are_kept_above_and_below() {
    static KEPT: InflightMap<u64> = InflightMap::new();

    #[inline]
    #[must_use = "above"]
    #[scoped_entry(map = KEPT, key = 1)]
    #[cold]
    #[doc = "Below."]
    #[expect(dead_code, reason = "an item of the body that nobody uses")]
    fn kept() -> usize {
        const UNUSED: u64 = 0;
        KEPT.count(&1)
    }

    #[scoped_entry(map = KEPT, key = 2)]
    #[deprecated = "the attribute is the point"]
    fn old() -> Vec<usize> {
        vec![KEPT.count(&2)]
    }

    #[cfg(any())]
    #[scoped_entry(nonsense)]
    fn absent() {}

    #[scoped_entry(map = KEPT, key = 3)]
    #[cfg(not(any()))]
    fn absent() -> usize {
        KEPT.count(&3)
    }

    #[expect(deprecated, reason = "the call of what is deprecated is the point")]
    let seen = (kept(), old(), absent());
    assert_eq!(seen, (1, vec![1], 1));
    assert_left(&KEPT, 3);
}

static TESTS: InflightMap<&str> = InflightMap::new();

#[test]
#[scoped_entry(map = TESTS, key = "above")]
fn a_test_may_be_annotated() {
    assert!(TESTS.contains_key("above"));
}

#[scoped_entry(map = TESTS, key = "below")]
#[test]
#[should_panic(expected = "1 in flight")]
fn a_test_that_should_panic_may_be_annotated() {
    panic!("{} in flight", TESTS.count("below"));
}

#[scoped_entry(map = TESTS, key = "result")]
#[test]
fn a_test_that_returns_a_result_may_be_annotated() -> Result<(), std::num::ParseIntError> {
    let one: usize = "1".parse()?;
    assert_eq!(TESTS.count("result"), one);
    Ok(())
}
