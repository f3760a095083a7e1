use scoped_entry::{PendingMap, scoped_entry};

#[scoped_entry(map = pending, key = id, value = "a reply", guard = reply, occupied = return None)]
async fn call(pending: &PendingMap<u64, String>, id: u64) -> Option<String> {
    reply.await.ok()
}

fn main() {}
