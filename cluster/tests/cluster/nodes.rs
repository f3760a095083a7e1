//! Other processes: killed, and stopped.

use super::{
    redis::{PATIENCE, connect, recovered},
    server::{self, signal},
    support::{eventually, is_held, run, steadily},
};
use rustix::process::Signal;
use std::{
    env,
    io::{BufRead, BufReader, Write},
    process::{Child, ChildStdout, Command, Stdio},
    time::{Duration, Instant},
};

const TTL: Duration = Duration::from_millis(1_500);
const URL: &str = "SCOPED_ENTRY_CLUSTER_TEST_URL";

/// Not a test: what the other process does. It holds keys, and answers lines with whether the first is held.
#[test]
#[ignore = "the other process of the tests in this file"]
fn other_process() {
    let Some(url) = env::var_os(URL) else { return };
    run(async {
        let cluster = connect(&url.into_string().unwrap(), "other", TTL).await;
        let jobs = recovered(&cluster, "jobs").await;
        let mut held = Vec::new();
        for number in 0..100 {
            held.push(jobs.claim(&format!("key {number}")).await.unwrap());
        }
        println!("\nheld {}", held[0].fence());
        for _ in std::io::stdin().lock().lines() {
            println!("\n{}", held[0].is_held());
        }
    });
}

pub(crate) struct Other {
    pub(crate) process: Child,
    output: BufReader<ChildStdout>,
}

impl Other {
    pub(crate) fn start(url: &str) -> Self {
        let mut process = Command::new(env::current_exe().unwrap())
            .args(["--exact", "nodes::other_process", "--ignored", "--nocapture"])
            .env(URL, url)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let output = BufReader::new(process.stdout.take().unwrap());
        let mut other = Self { process, output };
        other.line("held");
        other
    }

    /// The next line that begins so.
    fn line(&mut self, beginnings: &str) -> String {
        loop {
            let mut line = String::new();
            assert_ne!(self.output.read_line(&mut line).unwrap(), 0, "the other process has ended");
            if beginnings.split(' ').any(|beginning| line.starts_with(beginning)) {
                return line.trim().to_owned();
            }
        }
    }

    pub(crate) fn ask(&mut self) -> String {
        writeln!(self.process.stdin.as_mut().unwrap()).unwrap();
        self.line("true false")
    }
}

impl Drop for Other {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[test]
fn the_keys_of_a_killed_process_are_free_after_its_ttl() {
    steadily(|| {
        let Some(server) = server::start(&[]) else { return };
        let mut other = Other::start(&server.url());
        run(async {
            let jobs = connect(&server.url(), "this", TTL).await.claims::<str>("jobs");
            assert!(is_held(&jobs.claim("key 0").await));
            assert_eq!(other.ask(), "true");
            other.process.kill().unwrap();
            let killed = Instant::now();
            drop(jobs.claim_within("key 0", PATIENCE).await.unwrap());
            // What the machine adds besides is no promise.
            assert!(killed.elapsed() < TTL + Duration::from_millis(500), "{:?}", killed.elapsed());
            eventually("no key is left", || server.claimed() == 0);
        });
    });
}

#[test]
fn a_stopped_process_wakes_up_without_its_claims() {
    steadily(|| {
        let Some(server) = server::start(&[]) else { return };
        let mut other = Other::start(&server.url());
        run(async {
            let jobs = connect(&server.url(), "this", TTL).await.claims::<str>("jobs");
            signal(&other.process, Signal::STOP);
            let claim = jobs.claim_within("key 0", PATIENCE).await.unwrap();
            // Its other keys may have been renewed a little later.
            tokio::time::sleep(TTL).await;
            signal(&other.process, Signal::CONT);
            assert_eq!(other.ask(), "false");
            // It does not take the key away from its successor.
            tokio::time::sleep(TTL).await;
            assert!(claim.is_held());
            assert_eq!(server.claimed(), 1);
        });
    });
}
