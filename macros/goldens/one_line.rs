#[scoped_entry(map = INFLIGHT, key = id)]
fn handle(id: u64) -> u64 { id * 2 }
