//! A panic, with the place that it comes from.

use std::{
    cell::RefCell,
    panic::{self, AssertUnwindSafe},
    sync::Once,
};

thread_local! {
    static LAST: RefCell<Option<String>> = const { RefCell::new(None) };
    static IS_EXPECTED: RefCell<bool> = const { RefCell::new(false) };
}

pub(super) fn catch<T>(run: impl FnOnce() -> T) -> Result<T, String> {
    install();
    IS_EXPECTED.set(true);
    let result = panic::catch_unwind(AssertUnwindSafe(run));
    IS_EXPECTED.set(false);
    result.map_err(|_| LAST.take().unwrap_or_else(|| String::from("a panic")))
}

/// What is caught is told by whoever catches it.
fn install() {
    static INSTALLED: Once = Once::new();

    INSTALLED.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            if IS_EXPECTED.with_borrow(|is_expected| *is_expected) {
                LAST.set(Some(panic.to_string()));
            } else {
                before(panic);
            }
        }));
    });
}
