use scoped_entry::{FlightMap, single_flight};
use std::rc::Rc;

fn spawn<F: Future + Send>(_: F) {}

#[single_flight(map = map, key = id)]
async fn load(map: &FlightMap<u64, Rc<str>>, id: u64) -> Rc<str> {
    id.to_string().into()
}

fn main() {
    let map = FlightMap::new();
    spawn(load(&map, 1));
}
