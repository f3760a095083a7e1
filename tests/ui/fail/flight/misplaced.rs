use scoped_entry::{FlightMap, single_flight};

#[single_flight(map = MAP, key = 1)]
struct Row;

trait Load {
    #[single_flight(map = self.map(), key = id)]
    fn load(&self, id: u64) -> u64;
}

#[single_flight(map = MAP, key = id)]
const fn constant(id: u64) -> u64 {
    id
}

#[single_flight(map = map, key = id)]
#[track_caller]
fn tracked(map: &FlightMap<u64, u64>, id: u64) -> u64 {
    id
}

fn main() {}
