use scoped_entry::{InflightMap, enter};

static INFLIGHT: InflightMap<u64> = InflightMap::new();

enter!(map = INFLIGHT, key = 7);

fn main() {}
