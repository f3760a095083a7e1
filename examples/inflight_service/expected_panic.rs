//! The panics that the load asks for, which would otherwise fill the terminal. No other panic is kept quiet.

use std::panic;

/// What a handler that is asked to panic panics with.
pub(crate) struct ExpectedPanic;

/// Leaves every panic but the expected ones to the hook that was there.
pub(crate) fn silence() {
    let others = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if !info.payload().is::<ExpectedPanic>() {
            others(info);
        }
    }));
}

#[cfg(test)]
mod tests {
    use super::{ExpectedPanic, silence};
    use std::{
        panic,
        sync::{Arc, Mutex},
    };

    #[test]
    fn only_expected_panics_are_silenced() {
        let reported = Arc::new(Mutex::new(Vec::new()));
        let default = panic::take_hook();
        panic::set_hook(Box::new({
            let reported = Arc::clone(&reported);
            // A payload of this test's own: other tests of the process may panic meanwhile.
            move |info| match info.payload().downcast_ref::<u8>() {
                Some(payload) => reported.lock().unwrap().push(*payload),
                None => default(info),
            }
        }));
        silence();
        assert!(panic::catch_unwind(|| panic::panic_any(ExpectedPanic)).is_err());
        assert!(panic::catch_unwind(|| panic::panic_any(7_u8)).is_err());
        assert_eq!(*reported.lock().unwrap(), [7]);
    }
}
