#[scoped_entry(map = INFLIGHT, key = id, until = return)]
fn future(id: u64) -> impl Future<Output = u64> {
    let id = id + 1;
    async move { id }
}
#[scoped_entry(map = INFLIGHT, key = id, until = return)]
fn aliased(id: u64) -> BoxFuture<'static, u64> {
    let id = id + 1;
    Box::pin(async move { id })
}
