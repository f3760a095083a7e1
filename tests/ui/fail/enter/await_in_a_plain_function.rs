use scoped_entry::{InflightMap, enter};

static INFLIGHT: InflightMap<u64> = InflightMap::new();

async fn key() -> u64 {
    7
}

fn main() {
    enter!(map = INFLIGHT, key = key().await);
}
