#[scoped_entry(map = INFLIGHT, key = id)]
fn opaque(id: u64) -> impl Future<Output = u64> {
    if id == 0 {
        return ready(0);
    }
    ready(id)
}
#[scoped_entry(map = INFLIGHT, key = id, occupied = return ready(0))]
fn refused(id: u64) -> impl Future<Output = u64> { ready(id) }
#[scoped_entry(map = INFLIGHT, key = id)]
fn boxed(id: u64) -> Pin<Box<dyn Future<Output = u64>>> {
    if id == 0 {
        return Box::pin(ready(0));
    }
    run(id).boxed()
}
#[scoped_entry(map = INFLIGHT, key = id, occupied = return Box::pin(ready(0)))]
fn boxed_literal(id: u64) -> Pin<Box<dyn Future<Output = u64>>> {
    debug!("{id}");
    Box::pin(async move { run(id).await })
}
