//! The panics that are raced, which would otherwise fill the terminal. No other panic is kept quiet.

use std::panic;

/// What a look-up that is to panic panics with.
pub(crate) struct ExpectedPanic;

/// Leaves every other panic to the hook that was there.
pub(crate) fn silence() {
    let others = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        if !panic.payload().is::<ExpectedPanic>() {
            others(panic);
        }
    }));
}
