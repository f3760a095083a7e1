#[scoped_entry(map = inflight, key = id)]
fn handle(inflight: &InflightMap<u64>, id: u64) -> impl Future<Output = u64> { async move { run(id).await } }
