use scoped_entry::{InflightMap, scoped_entry};

static INFLIGHT: InflightMap<u64> = InflightMap::new();

// What easy-ext's `#[ext]` makes of an impl whose method has the attribute.
trait Handler {
    #[scoped_entry(map = INFLIGHT, key = self)]
    fn handle(&self) -> usize;
}

impl Handler for u64 {
    #[scoped_entry(map = INFLIGHT, key = self)]
    fn handle(&self) -> usize {
        INFLIGHT.len()
    }
}

fn main() {
    7.handle();
}
