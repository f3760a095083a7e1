//! Which calls above the limit report, and which are suppressed.

use super::super::{limit::DueReport, limit_config::LimitConfig, shards::Shards, timestamp::Timestamp};
use core::time::Duration;

/// Returns shards with a limit of one. The timestamps are set by the test.
fn strict() -> Shards<()> {
    Shards::new(2, LimitConfig { limit: 1, interval: Duration::from_millis(10) }, || ())
}

fn at(milliseconds: u64) -> Timestamp {
    Timestamp::ZERO + Duration::from_millis(milliseconds)
}

/// Returns the content of the report, if there is one: length and suppressed calls.
fn content(due: Option<DueReport>) -> Option<(usize, u64)> {
    due.map(|due| (due.len, due.suppressed))
}

#[test]
fn there_is_one_report_per_interval_and_it_counts_suppressed_calls() {
    let shards = strict();
    let enter = |milliseconds| {
        let report = content(shards.lock_shard(0).enter(at(milliseconds)));
        shards.report_finished();
        report
    };
    let reports = [0, 0, 3, 9, 10, 19, 25].map(enter);
    assert_eq!(reports, [None, Some((2, 0)), None, None, Some((5, 2)), None, Some((7, 1))]);
}

#[test]
fn the_first_report_of_an_excess_counts_suppressed_calls_of_the_previous_one() {
    let shards = strict();
    let enter = || {
        let report = content(shards.lock_shard(0).enter(at(0)));
        shards.report_finished();
        report
    };
    assert_eq!([enter(), enter(), enter(), enter()], [None, Some((2, 0)), None, None]);
    for _ in 0..4 {
        assert!(!shards.lock_shard(0).exit(false), "no caller waits");
    }
    assert_eq!([enter(), enter(), enter()], [None, Some((2, 2)), None]);
    assert_eq!(shards.totals().excesses, 2);
}

#[test]
fn an_excess_that_begins_during_a_report_is_reported_afterwards() {
    let shards = strict();
    let enter = || content(shards.lock_shard(1).enter(at(0)));
    assert_eq!([enter(), enter()], [None, Some((2, 0))]);
    // The report is in progress.
    assert_eq!(content(shards.overdue_report(at(0))), None);
    for _ in 0..2 {
        assert!(!shards.lock_shard(1).exit(false), "no caller waits");
    }
    assert_eq!([enter(), enter(), enter()], [None, None, None]);
    shards.report_finished();
    assert_eq!(content(shards.overdue_report(at(0))), Some((2, 2)));
    shards.report_finished();
    assert_eq!(content(shards.overdue_report(at(0))), None);
}

/// It is included in the number of excesses, and the next report counts its calls.
#[test]
fn an_excess_that_begins_and_ends_during_a_report_is_not_reported() {
    let shards = strict();
    let enter = || content(shards.lock_shard(1).enter(at(0)));
    let exit = || assert!(!shards.lock_shard(1).exit(false), "no caller waits");
    assert_eq!([enter(), enter()], [None, Some((2, 0))]);
    // The report is in progress.
    exit();
    exit();
    assert_eq!([enter(), enter()], [None, None]);
    exit();
    exit();
    shards.report_finished();
    assert_eq!(content(shards.overdue_report(at(0))), None);
    assert_eq!(shards.totals().excesses, 2);
    assert_eq!([enter(), enter()], [None, Some((2, 1))]);
}
