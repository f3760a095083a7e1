//! Functions written by the macro of a crate that knows the runtime crate by another name.

use crate::instruments::assert_left;
use scoped_entry_renamed::{CALLS, counted};

counted! {
    /// Documented.
    #[must_use]
    fn short() -> usize { CALLS.count("short") }
}

counted! {
    fn long() -> usize {
        let seen = CALLS.count("long");
        seen + short()
    }
}

#[test]
fn a_macro_brings_its_own_name_of_the_runtime_crate() {
    assert_eq!((short(), long()), (1, 2));
    assert_left(&CALLS, 3);
}
