#![allow(unused_variables)]

use scoped_entry::{InflightMap, scoped_entry};
struct Service {
    inflight: InflightMap<u64>,
}

impl Service {
    #[scoped_entry(map = self.inflight, gaurd = entry, value =, occupied = || return)]
    const fn handle(id: u64) {}
}

fn callers_compile() {
    Service::handle(1);
}

fn main() {}
