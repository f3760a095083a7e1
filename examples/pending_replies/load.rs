//! Many callers at once, each of whose calls meets its fate.

use crate::{
    client::{Client, Lost, Waiting},
    fate::Fate,
    protocol, server,
};
use std::{
    io,
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::Duration,
};
use tokio::{net::TcpListener, task::JoinSet, time::timeout};

const CALLERS: u64 = 100;

/// One call in so many ends the connection.
const HANG_UP_EVERY: u64 = 7_001;

/// A caller whose call is to time out waits this long.
const IMPATIENT: Duration = Duration::from_millis(1);

/// No call takes this long, unless it hangs.
const PATIENT: Duration = Duration::from_secs(50);

/// How the calls ended.
#[derive(Default)]
pub(crate) struct Ends {
    pub(crate) replied: AtomicU64,
    pub(crate) cancelled: AtomicU64,
    pub(crate) timed_out: AtomicU64,
    pub(crate) lost: AtomicU64,
    /// Calls that got another call's reply.
    pub(crate) wrong: AtomicU64,
    /// Calls that nothing ended.
    pub(crate) hung: AtomicU64,
}

pub(crate) struct Run {
    pub(crate) ends: Ends,
    pub(crate) unclaimed: u64,
    pub(crate) connections: u64,
    pub(crate) entries_left: usize,
}

/// Makes so many calls, and calls `look` with the number of calls made so far, now and then.
pub(crate) async fn run<W: Waiting>(calls: u64, look: impl Fn(u64) + Send + Sync + 'static) -> io::Result<Run> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let address = listener.local_addr()?;
    let mut background = JoinSet::new();
    background.spawn(server::serve(listener, HANG_UP_EVERY));
    let client = Arc::new(Client::<W>::new());
    let connection = Arc::clone(&client);
    background.spawn(async move { connection.stay_connected(address).await });
    let (ends, look) = (Arc::new(Ends::default()), Arc::new(look));
    let mut callers = JoinSet::new();
    for _ in 0..CALLERS {
        let (client, ends, look) = (Arc::clone(&client), Arc::clone(&ends), Arc::clone(&look));
        callers.spawn(async move {
            loop {
                let id = client.next_id();
                if id >= calls {
                    return;
                }
                if id % 1_000 == 0 {
                    look(id);
                }
                call(&client, id, &ends).await;
            }
        });
    }
    tokio::select! {
        _ = callers.join_all() => {}
        // Neither the server nor the connection ends by itself.
        ended = background.join_next() => return Err(io::Error::other(format!("{ended:?}"))),
    }
    // While the connection is still there: its loss would end the calls, too.
    let entries_left = client.waiting.entries();
    background.shutdown().await;
    let (unclaimed, connections) = (client.unclaimed.load(Relaxed), client.connections.load(Relaxed));
    let ends = Arc::into_inner(ends).ok_or_else(|| io::Error::other("a caller is still there"))?;
    Ok(Run { ends, unclaimed, connections, entries_left })
}

async fn call<W: Waiting>(client: &Client<W>, id: u64, ends: &Ends) {
    let fate = Fate::of(id, HANG_UP_EVERY);
    let call = client.call(id);
    let ended = match fate {
        Fate::CancelledAndLate | Fate::CancelledAndNever => {
            // Polled once: the request is on its way, or waits for a place in the queue.
            let mut call = pin!(call);
            let polled = std::future::poll_fn(|context| std::task::Poll::Ready(call.as_mut().poll(context))).await;
            if polled.is_pending() {
                ends.cancelled.fetch_add(1, Relaxed);
                // The caller's other work.
                tokio::task::yield_now().await;
                return;
            }
            timeout(PATIENT, std::future::ready(Err(Lost))).await
        }
        Fate::TimedOutAndLate | Fate::TimedOutAndNever => timeout(IMPATIENT, call).await,
        _ => timeout(PATIENT, call).await,
    };
    let counted = match ended {
        Ok(Ok(reply)) if reply == protocol::tripled(id) => &ends.replied,
        Ok(Ok(_)) => &ends.wrong,
        Ok(Err(Lost)) => {
            // Until it is connected again.
            tokio::task::yield_now().await;
            &ends.lost
        }
        Err(_) if matches!(fate, Fate::TimedOutAndLate | Fate::TimedOutAndNever) => &ends.timed_out,
        Err(_) => &ends.hung,
    };
    counted.fetch_add(1, Relaxed);
}
