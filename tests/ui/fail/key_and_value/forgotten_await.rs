use scoped_entry::{InflightMap, scoped_entry};

struct Service {
    inflight: InflightMap<u64>,
}

impl Service {
    async fn next(&self) -> u64 {
        7
    }

    #[scoped_entry(map = self.inflight, key = self.next())]
    async fn handle(&self) {}
}

fn main() {}
