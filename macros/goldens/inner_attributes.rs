/// Documented.
#[scoped_entry(map = INFLIGHT, key = id)]
fn handle(id: u64) -> u64 {
    #![allow(unused_variables)]
    #![doc = "more"]
    let unused = 1;
    id
}
