use scoped_entry::{InflightMap, enter};

static INFLIGHT: InflightMap<u64> = InflightMap::new();

fn main() {
    let _entry = enter!(map = INFLIGHT, key = 7);
}
