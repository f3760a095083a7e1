use scoped_entry::{InflightMap, scoped_entry};

static INFLIGHT: InflightMap<u64> = InflightMap::new();

use std::{pin::Pin, sync::Arc};

#[derive(Default)]
struct Service {
    inflight: InflightMap<u64>,
    shared: Arc<InflightMap<u64>>,
    handled: usize,
}

impl Service {
    #[scoped_entry(map = self.inflight, key = id)]
    fn by_reference(&self, id: u64) -> usize {
        self.inflight.len()
    }

    #[scoped_entry(map = Arc::clone(&self.shared), key = id)]
    fn exclusively(&mut self, id: u64) -> usize {
        self.handled += 1;
        self.count()
    }

    fn count(&mut self) -> usize {
        self.handled + self.shared.len()
    }

    #[scoped_entry(map = Arc::clone(&self.shared), key = id)]
    fn by_value(self, id: u64) -> usize {
        let shared = Arc::clone(&self.shared);
        drop(self);
        shared.len()
    }

    #[scoped_entry(map = self.inflight, key = id)]
    fn by_arc(self: Arc<Self>, id: u64) -> usize {
        self.inflight.len()
    }

    #[scoped_entry(map = Arc::clone(&self.shared), key = id)]
    fn pinned(self: Pin<&mut Self>, id: u64) -> usize {
        self.get_mut().count()
    }
}

trait Handler {
    fn map(&self) -> &InflightMap<u64>;

    #[scoped_entry(map = self.map(), key = id)]
    fn handle(&self, id: u64) -> usize {
        let live = self.map().len();
        live + 100
    }
}

impl Handler for Service {
    fn map(&self) -> &InflightMap<u64> {
        &self.inflight
    }
}

fn main() {
    let mut service = Service::default();
    let shared = Arc::clone(&service.shared);
    assert_eq!(service.by_reference(1), 1);
    assert_eq!(service.exclusively(2), 2);
    assert_eq!(Pin::new(&mut service).pinned(3), 2);
    assert_eq!(service.handle(4), 101);
    let service = Arc::new(service);
    assert_eq!(Arc::clone(&service).by_arc(5), 1);
    assert_eq!(Arc::into_inner(service).unwrap().by_value(6), 1);
    assert!(shared.is_empty() && INFLIGHT.is_empty());
}
