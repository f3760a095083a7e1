//! Many callers at once, on one key and on many.

use crate::candidates::Candidate;
use std::{
    fmt,
    future::{Future, poll_fn},
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    time::Instant,
};
use tokio::{runtime, task::yield_now};

pub(crate) struct Herd {
    keys: u64,
    threads: usize,
}

pub(crate) struct Ran {
    pub(crate) milliseconds: f64,
    pub(crate) bodies: usize,
}

impl Herd {
    pub(crate) const ALL: [Self; 4] = [
        Self { keys: 1, threads: 1 },
        Self { keys: 1, threads: 2 },
        Self { keys: 1_000, threads: 1 },
        Self { keys: 1_000, threads: 2 },
    ];

    /// A body ends when every caller has been polled once: all of them are one generation then.
    pub(crate) fn run<C: Candidate<u64>>(&self, callers: usize) -> Ran {
        let runtime = runtime::Builder::new_multi_thread()
            .worker_threads(self.threads)
            .build()
            .expect("the system has threads for a runtime");
        let (candidate, come, bodies) =
            (Arc::new(C::new()), Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let began = Instant::now();
        runtime.block_on(async {
            let call = |key| {
                let (candidate, come, bodies) = (Arc::clone(&candidate), Arc::clone(&come), Arc::clone(&bodies));
                tokio::spawn(async move {
                    let body = async {
                        bodies.fetch_add(1, SeqCst);
                        while come.load(SeqCst) < callers {
                            yield_now().await;
                        }
                        key
                    };
                    counted(candidate.call(key, body), &come).await
                })
            };
            let keys = (0..self.keys).cycle().take(callers);
            let tasks: Vec<_> = keys.map(|key| (key, call(key))).collect();
            for (key, task) in tasks {
                assert_eq!(task.await.expect("no body panics"), key, "another key's result");
            }
        });
        Ran { milliseconds: began.elapsed().as_secs_f64() * 1e3, bodies: bodies.load(SeqCst) }
    }
}

/// Counts once, after the first poll.
async fn counted<T>(future: impl Future<Output = T>, come: &AtomicUsize) -> T {
    let mut future = pin!(future);
    let mut is_counted = false;
    poll_fn(|context| {
        let polled = future.as_mut().poll(context);
        if !is_counted {
            is_counted = true;
            come.fetch_add(1, SeqCst);
        }
        polled
    })
    .await
}

impl fmt::Display for Herd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { keys, threads } = self;
        let (keys_noun, threads_noun) =
            (if *keys == 1 { "key" } else { "keys" }, if *threads == 1 { "thread" } else { "threads" });
        write!(f, "{keys} {keys_noun}, {threads} {threads_noun}")
    }
}
