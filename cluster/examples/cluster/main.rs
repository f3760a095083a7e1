//! Four processes pay the same orders. One is killed, one is stopped for longer than the TTL and woken up, and the server is
//! restarted. At the end, no order was paid twice, and no key is left.
//!
//! ```sh
//! cargo run --release -p scoped-entry-cluster --example cluster
//! cargo run --release -p scoped-entry-cluster --example cluster -- --url redis://127.0.0.1:6379
//! ```

mod server;
mod store;
mod worker;

use rustix::process::{Pid, Signal, kill_process};
use server::Server;
use std::{
    env,
    process::{Child, Command, ExitCode, Stdio},
    thread,
    time::{Duration, Instant},
};
use store::Store;

const WORKERS: usize = 4;
const ORDERS: u64 = 1_500;
const TTL: Duration = Duration::from_secs(2);
/// A run that takes longer has failed.
const LONGEST: Duration = Duration::from_secs(120);

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["--worker", name, url, store] => worker::run(name, url, store),
        [] => match Server::start() {
            Ok(server) => demonstrate(&server.url(), Some(server)),
            Err(error) => {
                eprintln!("redis-server cannot be started ({error})");
                eprintln!("install it, or name a server that runs already: --url redis://HOST:PORT");
                ExitCode::from(2)
            }
        },
        ["--url", url] => demonstrate(url, None),
        _ => {
            eprintln!("usage: cluster [--url URL]");
            ExitCode::from(2)
        }
    }
}

fn demonstrate(url: &str, mut server: Option<Server>) -> ExitCode {
    let store = match Store::start() {
        Ok(store) => store,
        Err(error) => {
            eprintln!("the store cannot be started: {error}");
            return ExitCode::FAILURE;
        }
    };
    println!("{WORKERS} processes pay the same {ORDERS} orders; the TTL is {TTL:?}");
    let mut workers: Vec<Child> = (0..WORKERS).filter_map(|number| start_worker(number, url, &store.address)).collect();
    if workers.len() < WORKERS {
        return ExitCode::FAILURE;
    }
    let begun = Instant::now();
    // A name that the server sees for the first time recovers for one TTL.
    let all_paid = wait(begun, || store.paid() > ORDERS / 10);
    if all_paid && workers.iter_mut().all(|worker| matches!(worker.try_wait(), Ok(None))) {
        say(begun, "process 1 is killed");
        let _ = workers[1].kill();
        say(begun, "process 2 is stopped");
        let stopped = Pid::from_child(&workers[2]);
        let _ = kill_process(stopped, Signal::STOP);
        thread::sleep(TTL * 2);
        say(begun, "process 2 is woken up");
        let _ = kill_process(stopped, Signal::CONT);
        if let Some(server) = &mut server {
            say(begun, "the server is killed and started again");
            if let Err(error) = server.restart() {
                eprintln!("redis-server cannot be started again: {error}");
            }
        }
    }
    let finished = wait(begun, || store.paid() == ORDERS);
    let survivors = workers.iter_mut().enumerate().filter(|(number, _)| *number != 1);
    let ended = survivors.map(|(_, worker)| end(worker)).filter(|ended| *ended).count();
    let _ = workers[1].wait();
    // A killed process leaves its keys for one TTL.
    let mut left = server::keys(url);
    let until = Instant::now() + TTL * 2;
    while left != Some(0) && Instant::now() < until {
        thread::sleep(Duration::from_millis(50));
        left = server::keys(url);
    }
    say(begun, "done");
    println!();
    println!("orders paid               {}", store.paid());
    println!("orders paid twice         {}", store.paid_twice());
    println!("late payments refused     {}", store.refused());
    println!("keys left on the server   {}", left.map_or_else(|| "unknown".to_owned(), |left| left.to_string()));
    for (node, paid) in store.by_node() {
        println!("paid by {node}         {paid}");
    }
    let is_good = finished && store.paid_twice() == 0 && left == Some(0) && ended == WORKERS - 1;
    if is_good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn start_worker(number: usize, url: &str, store: &str) -> Option<Child> {
    let spawned = env::current_exe().and_then(|program| {
        let name = format!("process {number}");
        Command::new(program).args(["--worker", &name, url, store]).stdin(Stdio::null()).spawn()
    });
    spawned.inspect_err(|error| eprintln!("a process cannot be started: {error}")).ok()
}

/// Waits for a process that has nothing left to do, and ends it if it goes on.
fn end(worker: &mut Child) -> bool {
    let until = Instant::now() + TTL * 10;
    while Instant::now() < until {
        if let Ok(Some(status)) = worker.try_wait() {
            return status.success();
        }
        thread::sleep(Duration::from_millis(20));
    }
    let _ = worker.kill();
    let _ = worker.wait();
    false
}

fn wait(begun: Instant, is_so: impl Fn() -> bool) -> bool {
    while !is_so() {
        if begun.elapsed() > LONGEST {
            return false;
        }
        thread::sleep(Duration::from_millis(10));
    }
    true
}

fn say(begun: Instant, what: &str) {
    println!("{:5.1} s  {what}", begun.elapsed().as_secs_f32());
}
