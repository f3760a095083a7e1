use scoped_entry::{InflightMap, enter};

static INFLIGHT: InflightMap<u64> = InflightMap::new();

fn main() {
    match INFLIGHT.len() {
        0 => enter!(map = INFLIGHT, key = 7),
        _ => {}
    }
}
