//! Silences the panics that the load requests, which would otherwise fill the terminal. All other panics are printed.

use std::panic;

/// The payload of a requested panic.
pub(crate) struct ExpectedPanic;

/// Installs a panic hook that ignores expected panics and passes all others to the previous hook.
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
            // Counts only payloads of this test: other tests of the process may panic at the same time.
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
