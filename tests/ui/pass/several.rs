use scoped_entry::{InflightMap, scoped_entry};

static INFLIGHT: InflightMap<u64> = InflightMap::new();

static TENANTS: InflightMap<String> = InflightMap::new();

#[scoped_entry(map = INFLIGHT, key = id)]
#[scoped_entry(map = TENANTS, key = tenant)]
fn handle(id: u64, tenant: &str) -> (usize, usize) {
    let ids = INFLIGHT.len();
    (ids, TENANTS.count(tenant))
}

fn main() {
    assert_eq!(handle(1, "a"), (1, 1));
    assert!(TENANTS.is_empty() && INFLIGHT.is_empty());
}
