use scoped_entry::{InflightMap, scoped_entry};
use std::sync::{Arc, Mutex};

struct Service {
    inflight: Arc<Mutex<InflightMap<u64>>>,
}

impl Service {
    #[scoped_entry(map = self.inflight, key = id)]
    fn handle(&self, id: u64) {}
}

fn main() {}
