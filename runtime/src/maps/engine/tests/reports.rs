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

/// A load that swings around its limit has many excesses.
#[test]
fn the_interval_also_passes_between_reports_of_different_excesses() {
    let shards = strict();
    let enter = |milliseconds| {
        let report = content(shards.lock_shard(0).enter(at(milliseconds)));
        shards.report_finished();
        report
    };
    let leave = |entries| (0..entries).for_each(|_| assert!(!shards.lock_shard(0).exit(false), "no caller waits"));
    assert_eq!([enter(0), enter(0), enter(0)], [None, Some((2, 0)), None]);
    leave(3);
    assert_eq!([enter(5), enter(6), enter(9)], [None, None, None]);
    leave(3);
    assert_eq!([enter(9), enter(10), enter(11)], [None, Some((2, 3)), None]);
    assert_eq!(shards.totals().excesses, 3);
}

/// No call makes two reports, so this is for a later one.
#[test]
fn an_excess_that_begins_during_a_report_is_reported_by_the_next_call_above_the_limit() {
    let shards = strict();
    let enter = |milliseconds| content(shards.lock_shard(1).enter(at(milliseconds)));
    assert_eq!([enter(0), enter(0)], [None, Some((2, 0))]);
    // The report is in progress, for longer than the interval.
    (0..2).for_each(|_| assert!(!shards.lock_shard(1).exit(false), "no caller waits"));
    assert_eq!([enter(20), enter(20), enter(20)], [None, None, None]);
    shards.report_finished();
    assert_eq!(enter(20), Some((4, 2)));
    shards.report_finished();
    assert_eq!(enter(20), None);
    assert_eq!(shards.totals().excesses, 2);
}

/// It is included in the number of excesses, and the next report counts its calls.
#[test]
fn an_excess_that_begins_and_ends_during_a_report_is_not_reported() {
    let shards = strict();
    let enter = |milliseconds| content(shards.lock_shard(1).enter(at(milliseconds)));
    let exit = || assert!(!shards.lock_shard(1).exit(false), "no caller waits");
    assert_eq!([enter(0), enter(0)], [None, Some((2, 0))]);
    // The report is in progress.
    exit();
    exit();
    assert_eq!([enter(20), enter(20)], [None, None]);
    exit();
    exit();
    shards.report_finished();
    assert_eq!(shards.totals().excesses, 2);
    assert_eq!([enter(20), enter(20)], [None, Some((2, 1))]);
}
