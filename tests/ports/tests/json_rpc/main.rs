//! A JSON-RPC client over TCP, and a server that replies late, never, twice, and to ids that there never were, and that hangs
//! up, while callers are cancelled and give up. Client and server are those of the example `pending_replies`.
//!
//! `CALLS=1000000 cargo test --release -p scoped-entry-ports --test json_rpc -- --nocapture` is the long form.

#[path = "../../../../examples/pending_replies/by_hand.rs"]
mod by_hand;
#[path = "../../../../examples/pending_replies/client.rs"]
mod client;
#[path = "../../../../examples/pending_replies/fate.rs"]
mod fate;
#[path = "../../../../examples/pending_replies/load.rs"]
mod load;
#[path = "../../../../examples/pending_replies/protocol.rs"]
mod protocol;
#[path = "../../../../examples/pending_replies/server.rs"]
mod server;
#[path = "../../../../examples/pending_replies/with_map.rs"]
mod with_map;

use load::Run;
use std::sync::{
    Arc, Mutex,
    atomic::{AtomicU64, Ordering::Relaxed},
};

/// In the short form, the last loss of the connection is long before the end.
const CALLS: u64 = 20_000;

fn calls() -> u64 {
    std::env::var("CALLS").map_or(CALLS, |calls| calls.parse().expect("`CALLS` is a number"))
}

fn count(count: &AtomicU64) -> u64 {
    count.load(Relaxed)
}

/// Each call ended in one way, and none with the reply of another.
fn check(Run { ends, unclaimed, connections, .. }: &Run, calls: u64) {
    let [replied, cancelled, timed_out, lost] =
        [&ends.replied, &ends.cancelled, &ends.timed_out, &ends.lost].map(count);
    assert_eq!((count(&ends.wrong), count(&ends.hung)), (0, 0));
    assert_eq!(replied + cancelled + timed_out + lost, calls);
    assert!(*connections > 1, "the server has hung up");
    assert!(replied > calls * 3 / 4, "{replied}");
    assert!(cancelled > calls * 9 / 100, "{cancelled}");
    assert!(timed_out > calls * 8 / 100, "{timed_out}");
    // Of ten replies, one is the second of its call or one to an unknown id.
    assert!(*unclaimed > calls * 8 / 100, "{unclaimed}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn as_it_was_calls_that_are_cancelled_or_give_up_stay() {
    let run = load::run::<by_hand::ByHand>(CALLS, |_| ()).await.unwrap();
    check(&run, CALLS);
    assert!(run.entries_left > 100, "{}", run.entries_left);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_the_map_no_entry_is_left_and_each_reply_reaches_its_own_caller() {
    let calls = calls();
    let resident = Arc::new(Mutex::new(Vec::new()));
    let samples = Arc::clone(&resident);
    let run = load::run::<with_map::InMap>(calls, move |at| {
        if let Some(memory) = memory_stats::memory_stats() {
            samples.lock().unwrap().push((at, memory.physical_mem));
        }
    });
    let run = run.await.unwrap();
    check(&run, calls);
    assert_eq!(run.entries_left, 0);
    if calls > CALLS {
        let samples = resident.lock().unwrap();
        // Of each half, without the first tenth: what a runtime allocates grows at first.
        let most = |from, to| {
            let half = samples.iter().filter(|(at, _)| (calls * from / 10..calls * to / 10).contains(at));
            half.map(|(_, bytes)| *bytes).max().expect("there are samples")
        };
        let (first, second) = (most(1, 5), most(5, 10));
        println!("{calls} calls; resident memory in the first half {first} bytes, in the second {second}");
        assert!(second < first + first / 10, "memory grows: {first}, then {second} bytes");
    }
}
