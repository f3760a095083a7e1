//! A JSON-RPC client and its calls that wait for a reply: by hand, and in a `PendingMap`.
//!
//! `cargo run --release --example pending_replies`
//!
//! Client and server talk over TCP in this process. The server replies late, never, twice, to ids that there never were, and
//! hangs up; a tenth of the callers is cancelled, and a tenth gives up. The table shows the entries that each client has left. The
//! exit status is 1 if the client with the map has left one, if a call got the reply of another, or if one hung.
//!
//! `-- --calls 1000000` makes a million calls with each client.

mod by_hand;
mod client;
mod fate;
mod load;
mod protocol;
mod server;
mod with_map;

use by_hand::ByHand;
use clap::Parser as _;
use load::Run;
use std::{io, process::ExitCode, sync::atomic::Ordering::Relaxed};
use with_map::InMap;

#[derive(clap::Parser)]
struct Args {
    /// How many calls each client makes.
    #[arg(long, default_value_t = 20_000, value_parser = clap::value_parser!(u64).range(1..))]
    calls: u64,
}

#[tokio::main]
async fn main() -> io::Result<ExitCode> {
    let calls = Args::parse().calls;
    println!("{calls} calls with each client\n");
    println!(
        "{:<12} {:>8} {:>9} {:>9} {:>5} {:>11} {:>11} {:>12}",
        "calls are", "replied", "cancelled", "timed out", "lost", "unclaimed", "connections", "entries left"
    );
    let by_hand = load::run::<ByHand>(calls, |_| ()).await?;
    print("by hand", &by_hand);
    let in_map = load::run::<InMap>(calls, |_| ()).await?;
    print("in the map", &in_map);
    let is_right = |run: &Run| run.ends.wrong.load(Relaxed) == 0 && run.ends.hung.load(Relaxed) == 0;
    let is_fine = in_map.entries_left == 0 && is_right(&in_map) && is_right(&by_hand);
    Ok(if is_fine { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn print(name: &str, Run { ends, unclaimed, connections, entries_left }: &Run) {
    let [replied, cancelled, timed_out, lost] =
        [&ends.replied, &ends.cancelled, &ends.timed_out, &ends.lost].map(|count| count.load(Relaxed));
    println!(
        "{name:<12} {replied:>8} {cancelled:>9} {timed_out:>9} {lost:>5} {unclaimed:>11} {connections:>11} {entries_left:>12}"
    );
}
