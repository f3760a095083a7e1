use scoped_entry::{FlightMap, single_flight};
use std::pin::Pin;

struct Reader {
    loads: FlightMap<u64, u64>,
    read: u64,
}

impl Reader {
    #[single_flight(map = self.loads, key = id)]
    fn next(&mut self, id: u64) -> u64 {
        self.read += 1;
        id
    }

    #[single_flight(map = self.loads, key = id)]
    async fn pinned(self: Pin<&mut Self>, id: u64) -> u64 {
        id
    }

    #[single_flight(map = self.loads, key = id)]
    async fn fill(&self, id: u64, buffer: &mut Vec<u8>, other: Option<&mut u64>) -> u64 {
        buffer.clear();
        other.map_or(id, |other| *other)
    }
}

fn main() {}
