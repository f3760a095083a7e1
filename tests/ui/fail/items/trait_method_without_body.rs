#![allow(unused_variables)]

use scoped_entry::{InflightMap, scoped_entry};
trait Handler {
    #[scoped_entry(map = self.inflight(), key = id)]
    fn handle(&self, id: u64);

    fn inflight(&self) -> &InflightMap<u64>;
}

fn main() {}
