//! Runs the program `inflight_service`, and checks its output, its exit status, and `GET /inflight` while it runs.

use crate::program::{Finished, Program, Running, TOO_LONG};
use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{TcpListener, TcpStream},
};

static SERVICE: Program = Program::new("inflight_service");

impl Finished {
    /// Returns the figures of a row of the table: by hand, counted by client and service, then annotated.
    pub(crate) fn row(&self, caption: &str) -> [&str; 4] {
        let rest = self.stdout.lines().find_map(|line| line.strip_prefix(caption));
        let figures: Vec<_> =
            rest.unwrap_or_else(|| panic!("no row `{caption}`: {self:?}")).split_whitespace().collect();
        figures.try_into().unwrap_or_else(|_| panic!("row `{caption}` has not four figures: {self:?}"))
    }
}

#[test]
fn annotated_handler_leaves_nothing_and_the_other_all_but_its_successes() {
    let finished = SERVICE.run(&["--requests", "400", "--concurrency", "16"]);
    assert_eq!(finished.status, Some(0), "{finished:?}");
    assert_eq!(finished.row("succeeded"), ["140"; 4]);
    assert_eq!(finished.row("failed through `?`"), ["20"; 4]);
    assert_eq!(finished.row("returned early"), ["10"; 4]);
    assert_eq!(finished.row("panicked"), ["10"; 4]);
    assert_eq!(finished.row("abandoned"), ["20"; 4]);
    assert_eq!(finished.row("ended otherwise"), ["0", "-", "0", "-"]);
    assert_eq!(finished.row("entries remaining"), ["-", "60", "-", "0"]);

    let [_, by_hand, _, annotated] = finished.row("entries at the peak");
    assert!((60..=200).contains(&by_hand.parse().unwrap()), "{finished:?}");
    assert!((1..=200).contains(&annotated.parse().unwrap()), "{finished:?}");
    assert!(finished.stdout.contains("half-way, GET /inflight listed "), "{finished:?}");
}

#[test]
fn piped_progress_is_a_line_for_each_tenth_and_panics_are_not_shown() {
    let finished = SERVICE.run(&["--requests", "400", "--concurrency", "16"]);
    let lines: Vec<_> = finished.stderr.lines().collect();
    assert!(lines[0].starts_with("listening on http://127.0.0.1:"), "{finished:?}");
    assert_eq!(lines.len(), 11, "{finished:?}");
    let mut tenths: Vec<_> = lines[1..].iter().map(|line| line.split(',').next().unwrap().trim_start()).collect();
    // Two tenths that are completed at the same time may be printed in either order.
    tenths.sort_by_key(|line| line.split(' ').next().unwrap().parse::<u32>().unwrap());
    let expected: Vec<_> = (1..=10).map(|tenth| format!("{} %: {} of 400 requests", tenth * 10, tenth * 40)).collect();
    assert_eq!(tenths, expected);
}

#[test]
fn same_seed_gives_the_same_requests() {
    // With one request at a time, the entries leaked by hand half-way depend only on which requests came first.
    let left_half_way = |seed| {
        let finished = SERVICE.run(&["--requests", "60", "--concurrency", "1", "--seed", seed]);
        let (_, listed) = finished.stdout.split_once("GET /inflight listed ").expect("it lists half-way");
        listed.split(' ').next().expect("it prints the number").to_owned()
    };
    assert_eq!(left_half_way("5"), left_half_way("5"));
    assert_ne!(left_half_way("5"), left_half_way("6"));
}

#[test]
fn uneven_numbers_add_up() {
    let finished = SERVICE.run(&["--requests", "3", "--concurrency", "5"]);
    assert_eq!(finished.status, Some(0), "{finished:?}");
    assert_eq!(finished.row("succeeded"), ["1", "1", "2", "2"]);
    assert_eq!(finished.row("entries remaining"), ["-", "0", "-", "0"]);
}

#[test]
fn live_entries_can_be_asked_for_while_it_runs() {
    let running =
        SERVICE.command(&["--requests", "1000000", "--concurrency", "16"]).spawn().expect("the program starts");
    let mut running = Running(running);
    let mut lines = BufReader::new(running.0.stderr.take().expect("it is piped")).lines();
    let first = lines.next().expect("it prints its address").expect("it writes text");
    let address = first.strip_prefix("listening on http://").and_then(|rest| rest.split(',').next()).expect(&first);

    let mut connection = TcpStream::connect(address).expect("it listens");
    connection.set_read_timeout(Some(TOO_LONG)).expect("the time is not zero");
    write!(connection, "GET /inflight HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n").expect("it reads");
    let mut answer = String::new();
    connection.read_to_string(&mut answer).expect("it responds");
    let (head, page) = answer.split_once("\r\n\r\n").expect("it speaks HTTP");
    assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    let title: Vec<_> = page.lines().next().expect("the list has a title").split_whitespace().collect();
    assert_eq!(title, ["route", "id", "age", "entered", "at"]);
}

#[test]
fn help_has_every_option_and_its_default() {
    let finished = SERVICE.run(&["--help"]);
    assert_eq!(finished.status, Some(0), "{finished:?}");
    let text: Vec<_> = finished.stdout.split_whitespace().collect();
    let text = text.join(" ");
    for (option, default) in [("--requests", "20000"), ("--concurrency", "64"), ("--port", "0"), ("--seed", "1")] {
        let (_, described) = text.split_once(&format!("{option} <")).unwrap_or_else(|| panic!("{option}: {text}"));
        let (_, described) = described.split_once("[default: ").unwrap_or_else(|| panic!("{option}: {text}"));
        assert!(described.starts_with(&format!("{default}]")), "{option}: {text}");
    }
}

#[test]
fn wrong_values_are_named_and_end_with_status_2() {
    for (option, value, accepted) in [
        ("--requests", "0", "expected a number from 1 to 1000000"),
        ("--requests", "1000001", "expected a number from 1 to 1000000"),
        ("--requests", "many", "expected a number from 1 to 1000000"),
        ("--concurrency", "0", "expected a number from 1 to 4096"),
        ("--concurrency", "abc", "expected a number from 1 to 4096"),
        ("--port", "65536", "expected a number from 0 to 65535"),
        ("--port", "http", "expected a number from 0 to 65535"),
        ("--seed", "-1", "expected a number from 0 to 18446744073709551615"),
        ("--seed", "", "expected a number from 0 to 18446744073709551615"),
    ] {
        let finished = SERVICE.run(&[option, value]);
        assert_eq!(finished.status, Some(2), "{option} {value:?}: {finished:?}");
        assert_eq!(finished.stdout, "");
        let message = finished.stderr.lines().next().unwrap_or_default();
        assert!(message.contains(option) && message.ends_with(accepted), "{option} {value:?}: {finished:?}");
    }
}

#[test]
fn port_in_use_is_a_wrong_value() {
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let port = taken.local_addr().expect("it is bound").port().to_string();
    let finished = SERVICE.run(&["--port", &port]);
    assert_eq!(finished.status, Some(2), "{finished:?}");
    let message = format!("error: invalid value '{port}' for '--port <PORT>': 127.0.0.1:{port} cannot be opened: ");
    assert!(finished.stderr.starts_with(&message), "{finished:?}");
}

#[test]
fn unknown_option_ends_with_status_2() {
    let finished = SERVICE.run(&["--request", "5"]);
    assert_eq!(finished.status, Some(2), "{finished:?}");
    assert!(finished.stderr.contains("--requests"), "{finished:?}");
}
