#[scoped_entry(map = INFLIGHT, key = id)]
pub fn handle(id: u64) -> u64 {
    let doubled = id * 2;
    doubled + 1
}
