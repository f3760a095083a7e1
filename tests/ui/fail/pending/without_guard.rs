use scoped_entry::{PendingMap, enter, scoped_entry};

struct Client {
    pending: PendingMap<u64, String>,
}

impl Client {
    #[scoped_entry(map = self.pending, key = id, occupied = return)]
    async fn call(&self, id: u64) {}

    #[scoped_entry(map = self.pending, key = id, occupied = |_existing| return)]
    fn blocking_call(&self, id: u64) {}

    async fn send(&self, id: u64) {
        enter!(map = self.pending, key = id, occupied = return);
    }
}

fn main() {}
