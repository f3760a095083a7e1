//! Runs the programs of one file each.

use crate::program::Program;

#[test]
fn an_axum_handler_is_in_the_map_until_it_returns_or_its_client_hangs_up() {
    prints(
        &Program::new("axum_handler"),
        &[
            "in flight: report 1, entered at examples/axum_handler.rs:",
            "in flight: report 2, entered at examples/axum_handler.rs:",
            "the client of report 2 hung up, and its entry is gone",
            "the other client got: this is report 1",
            "entries in the map: 0",
        ],
    );
}

#[test]
fn a_watchdog_lists_the_call_that_runs_for_too_long() {
    prints(
        &Program::new("watchdog"),
        &["stuck: import for ", "entered at examples/watchdog.rs:", "all jobs have ended; 0 running"],
    );
}

#[test]
fn a_shutdown_waits_for_what_ends_before_the_deadline_and_lists_what_remains() {
    prints(
        &Program::new("shutdown"),
        &[
            "shutting down with 3 calls in flight",
            "finished: thumbnails",
            "finished: invoices",
            "still running: import for ",
            "drained: nothing is running",
        ],
    );
}

fn prints(program: &Program, expected: &[&str]) {
    let finished = program.run(&[]);
    assert_eq!((finished.status, finished.stderr.as_str()), (Some(0), ""), "{finished:?}");
    for text in expected {
        assert!(finished.stdout.contains(text), "no `{text}`: {finished:?}");
    }
}
