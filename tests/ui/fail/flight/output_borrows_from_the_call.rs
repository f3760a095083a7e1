use scoped_entry::{FlightMap, single_flight};
use std::borrow::Cow;

struct Names {
    flights: FlightMap<u64, &'static str>,
    other_flights: FlightMap<u64, Cow<'static, str>>,
    first: String,
}

impl Names {
    #[single_flight(map = self.flights, key = 1)]
    fn first(&self) -> &str {
        &self.first
    }

    #[single_flight(map = self.other_flights, key = id)]
    async fn second(&self, id: u64) -> Cow<'_, str> {
        Cow::Owned(id.to_string())
    }
}

#[single_flight(map = map, key = text)]
fn third<'a>(map: &FlightMap<String, &'static str>, text: &'a str) -> &'a str {
    text
}

fn main() {}
