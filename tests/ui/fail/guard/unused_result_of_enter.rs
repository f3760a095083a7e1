#![deny(unused_must_use)]

use scoped_entry::InflightMap;

fn handle(map: &InflightMap<u64>) {
    map.enter(1, ());
}

fn main() {
    handle(&InflightMap::new());
}
