use scoped_entry::{InflightMap, scoped_entry};

static INFLIGHT: InflightMap<u64> = InflightMap::new();

macro_rules! reply {
    () => { impl Future<Output = u64> };
}

#[scoped_entry(map = INFLIGHT, key = id)]
fn handle(id: u64) -> reply!() {
    async move { id }
}

#[scoped_entry(map = INFLIGHT, key = id)]
async fn inside(id: u64) -> Option<reply!()> {
    Some(async move { id })
}

fn main() {}
