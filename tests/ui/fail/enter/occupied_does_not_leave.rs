use scoped_entry::{InflightMap, UniqueMap, enter};

static INFLIGHT: InflightMap<u64> = InflightMap::new();

fn main() {
    let unique = UniqueMap::<u64>::new();
    enter!(map = unique, key = 7, occupied = 5);
}
