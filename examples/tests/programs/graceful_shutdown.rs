//! Runs the program `graceful_shutdown` and checks its output.

use crate::program::Program;

static PROGRAM: Program = Program::new("graceful_shutdown");

#[test]
fn calls_in_flight_finish_and_a_stuck_one_meets_the_deadline_and_is_named() {
    let finished = PROGRAM.run(&[]);
    assert_eq!((finished.status, finished.stderr.as_str()), (Some(0), ""), "{finished:?}");
    for said in [
        "response: the report of may",
        "response: the report of june",
        "drained: 0 entries, 3 exited",
        "response: the report of july",
        "still in flight: august, entered at examples/graceful_shutdown/handlers.rs:",
    ] {
        assert!(finished.stdout.contains(said), "no `{said}`: {finished:?}");
    }
}
