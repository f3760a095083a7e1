use scoped_entry::{InflightMap, scoped_entry};

struct Service {
    inflight: InflightMap<u64>,
}

impl Service {
    #[scoped_entry(map = self.inflight, key = text.parse::<u64>())]
    fn handle(&self, text: &str) -> Result<(), std::num::ParseIntError> {
        Ok(())
    }
}

fn main() {}
