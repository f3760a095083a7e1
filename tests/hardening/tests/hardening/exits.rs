//! Processes that end while there are entries: none hangs or aborts, and what still runs finds maps that work.

use scoped_entry_hardening::watchdog::watched;
use std::{process::Command, time::Duration};

/// What it said, and its exit code: none if it was ended by a signal, as by an abort.
fn process(end: &str) -> (String, Option<i32>) {
    let output = watched(end, Duration::from_mins(2), || {
        Command::new(env!("CARGO_BIN_EXE_exits")).arg(end).output().expect("the program was built with this test")
    });
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(!errors.contains("hangs") && !errors.contains("panicked at"), "{errors}");
    (String::from_utf8(output.stdout).expect("it says what this repository tells it"), output.status.code())
}

macro_rules! exits {
    ($($test:ident: $end:literal says $said:literal with $code:literal;)*) => {$(
        #[test]
        fn $test() {
            assert_eq!(process($end), ($said.to_owned(), Some($code)));
        }
    )*};
}

exits! {
    guards_in_the_main_threads_locals_end_when_its_lane_is_gone:
        "thread-locals-first" says "before the thread-local's guards: 1, 1\nafter them: 0, 0\n" with 0;
    guards_in_the_main_threads_locals_end_before_its_lane_goes:
        "thread-locals-last" says "before the thread-local's guards: 1, 1\nafter them: 0, 0\n" with 0;
    guards_in_statics_can_be_ended_after_main:
        "after-main" says "before the static's guards: 1, 1\nafter them: 0, 0\n" with 0;
    threads_that_enter_and_leave_do_not_keep_the_process:
        "threads-go-on" says "main returns\n" with 0;
    guards_do_not_keep_a_process_that_exits:
        "exit" says "exits\n" with 7;
    a_callback_can_end_the_process:
        "exit-in-callback" says "exits\n" with 7;
    a_value_that_leaves_can_end_the_process:
        "exit-in-destructor" says "exits\n" with 7;
    a_panic_hook_can_use_the_maps:
        "panic-hook" says "in the hook: 1, 1\nin the hook: 1, 1\nin the hook: 1, 1\n\
            6 entered, 6 left, 6 of them panicking\nat the end: 0, 0\n" with 0;
}
