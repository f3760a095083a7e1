//! Turns a hang into a failure.

use std::{
    any,
    panic::{self, AssertUnwindSafe},
    sync::mpsc::{self, RecvTimeoutError},
    thread,
    time::Duration,
};

/// Far beyond what any test takes, also on a machine that is busy with other things.
const DEADLINE: Duration = Duration::from_secs(90);

/// Runs the body of a test on a thread of its own, and fails if it hangs. The thread that hangs is left behind.
pub(crate) fn within_deadline<F: FnOnce() + Send + 'static>(body: F) {
    within(DEADLINE, body);
}

fn within<F: FnOnce() + Send + 'static>(deadline: Duration, body: F) {
    let (sender, receiver) = mpsc::channel();
    // The closure's type has the path of the test in its name.
    let test = any::type_name::<F>();
    let run = move || {
        let outcome = panic::catch_unwind(AssertUnwindSafe(body));
        // Nobody listens any more once the deadline has passed.
        _ = sender.send(outcome);
    };
    thread::Builder::new().name(test.to_owned()).spawn(run).expect("there is room for a thread");
    match receiver.recv_timeout(deadline) {
        Ok(Ok(())) => {}
        Ok(Err(payload)) => panic::resume_unwind(payload),
        Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
            panic!("`{test}` hangs: it has not ended within {deadline:?}")
        }
    }
}

mod tests {
    use super::{within, within_deadline};
    use crate::matrix::deliberate::{caught, deliberate};
    use std::{panic, sync::mpsc, time::Duration};

    #[test]
    fn a_body_that_hangs_fails_and_is_named() {
        let (sender, receiver) = mpsc::channel::<()>();
        let payload = panic::catch_unwind(|| within(Duration::from_millis(1), move || _ = receiver.recv()));
        let payload = payload.expect_err("the body waits for a message that nobody sends");
        let message = payload.downcast_ref::<String>().expect("a formatted message");
        assert!(message.contains("a_body_that_hangs_fails_and_is_named"), "{message}");
        drop(sender);
    }

    #[test]
    fn a_body_that_panics_fails_with_its_own_panic() {
        caught(|| within_deadline(deliberate));
    }
}
