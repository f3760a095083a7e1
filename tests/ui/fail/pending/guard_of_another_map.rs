use scoped_entry::{InflightMap, UniqueMap, scoped_entry};

#[scoped_entry(map = inflight, key = id, guard = entry)]
async fn awaits(inflight: &InflightMap<u64>, id: u64) {
    entry.await;
}

fn waits(jobs: &UniqueMap<u64>) {
    if let Ok(guard) = jobs.try_enter(7, ()) {
        guard.wait();
    }
}

fn main() {}
