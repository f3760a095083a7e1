#[scoped_entry(map = INFLIGHT, key = id)]
fn opaque(id: u64) -> impl Future<Output = u64> + Send {
    let id = id + 1;
    async move { run(id).await }
}
#[scoped_entry(map = INFLIGHT, key = id)]
fn opaque_on_one_line(id: u64) -> impl Future<Output = u64> { async move { run(id).await } }
#[scoped_entry(map = INFLIGHT, key = id)]
#[track_caller]
fn boxed(id: u64) -> Pin<Box<dyn Future<Output = Result<Reply, Failed>> + Send + '_>> {
    let id = id + 1;
    Box::pin(async move {
        if id == 0 {
            return Err(Failed);
        }
        run(id).await
    })
}
