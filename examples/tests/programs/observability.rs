//! Runs the program `observability` and checks its output.

use crate::program::Program;

static PROGRAM: Program = Program::new("observability");

#[test]
fn an_excess_is_in_the_log_and_in_the_metrics_and_the_watchdog_names_what_is_stuck() {
    let finished = PROGRAM.run(&[]);
    assert_eq!((finished.status, finished.stderr.as_str()), (Some(0), ""), "{finished:?}");
    for said in [
        "WARN scoped_entry: map above its limit map=\"lookups\" len=2",
        "oldest_location=examples/more/observability/handlers.rs:",
        "limit=20 suppressed=0 oldest_age_ms=",
        "on_excess: 2",
        "WARN observability::watchdog: lookup is stuck id=",
        "inflight_entries{map=\"lookups\"} 30",
        "/inflight has {",
        "\"file\":\"examples/more/observability/handlers.rs\"",
        "inflight_limit{map=\"lookups\"} 20",
        "inflight_exited_total{map=\"lookups\",outcome=\"ended\"} 130",
    ] {
        assert!(finished.stdout.contains(said), "no `{said}`: {finished:?}");
    }
}
