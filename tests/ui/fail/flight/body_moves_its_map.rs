use scoped_entry::{FlightMap, single_flight};
use std::sync::Arc;

struct Service {
    flights: FlightMap<u64, u64>,
}

impl Service {
    #[single_flight(map = self.flights, key = id)]
    async fn load(self: Arc<Self>, id: u64) -> u64 {
        drop(self);
        id
    }

    #[single_flight(map = self.flights, key = id)]
    fn load_blocking(self: Arc<Self>, id: u64) -> u64 {
        drop(self);
        id
    }
}

fn main() {}
