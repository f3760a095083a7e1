//! The child process, which makes the calls of one handler.

use crate::{
    args::Args,
    calls::{call, call_async},
    expected_panic,
    fate::of_batch,
    samples::{Sample, Told},
    service::{Handler, Service},
};
use std::{
    error::Error,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    thread,
};
use tokio::task::JoinSet;

/// The calls of a batch: a hundred sync and a hundred async ones, with the same fates.
const BATCH: u64 = 200;

/// The number of async callers. Each makes one call at a time.
const CALLERS: usize = 64;

/// The number of samples of a run.
const SAMPLES: u64 = 500;

pub(crate) fn run(handler: Handler, args: &Args) -> Result<(), Box<dyn Error>> {
    expected_panic::silence();
    let cores = thread::available_parallelism()?.get();
    // As many threads for sync calls as for async ones.
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    let runtime = builder.worker_threads(cores).max_blocking_threads(cores).enable_time().build()?;
    let work = Arc::new(Work {
        handler,
        service: Arc::default(),
        seed: args.seed,
        batches: args.calls.div_ceil(BATCH),
        next: AtomicU64::new(args.made / BATCH),
        made: Mutex::new(args.made),
        every: (args.calls / SAMPLES).max(BATCH),
    });
    runtime.block_on(async {
        let mut callers: JoinSet<_> = (0..CALLERS).map(|_| Arc::clone(&work).make_batches()).collect();
        while let Some(ended) = callers.join_next().await {
            ended??;
        }
        Ok::<(), Box<dyn Error>>(())
    })?;
    Ok(Told::Left(work.service.entries() as u64).tell()?)
}

struct Work {
    handler: Handler,
    service: Arc<Service>,
    seed: u64,
    batches: u64,
    next: AtomicU64,
    made: Mutex<u64>,
    /// The number of calls between two samples. Sampling by time would give a slow machine more samples.
    every: u64,
}

impl Work {
    async fn make_batches(self: Arc<Self>) -> Result<(), String> {
        loop {
            let batch = self.next.fetch_add(1, Ordering::Relaxed);
            if batch >= self.batches {
                return Ok(());
            }
            let fates = of_batch(batch, self.seed);
            let ids = (batch * BATCH..).zip(fates);
            let sync = tokio::task::spawn_blocking({
                let (work, ids) = (Arc::clone(&self), ids.clone());
                move || ids.into_iter().try_for_each(|(id, fate)| call(work.handler, &work.service, id, fate.of_sync()))
            });
            for (id, fate) in ids {
                call_async(self.handler, &self.service, id + BATCH / 2, fate).await?;
            }
            sync.await.map_err(|error| error.to_string())??;
            self.count().map_err(|error| format!("the parent process is gone: {error}"))?;
        }
    }

    fn count(&self) -> std::io::Result<()> {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        let before = *made;
        *made += BATCH;
        if *made / self.every > before / self.every {
            let stats = memory_stats::memory_stats().ok_or(std::io::ErrorKind::Unsupported)?;
            Told::Sample(Sample { calls: *made, resident: stats.physical_mem as u64 }).tell()?;
        }
        Ok(())
    }
}
