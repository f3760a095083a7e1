#[scoped_entry(map = INFLIGHT, key = id)]
fn opaque(id: u64) -> impl Stream<Item = u64> {
    let first = id + 1;
    numbers(first)
}
#[scoped_entry(map = INFLIGHT, key = id)]
fn opaque_on_one_line(id: u64) -> impl Future<Output = u64> { run(id) }
#[scoped_entry(map = INFLIGHT, key = id)]
fn boxed(id: u64) -> Pin<Box<dyn Stream<Item = u64> + Send + 'static>> {
    let first = id + 1;
    numbers(first).boxed()
}
#[scoped_entry(map = INFLIGHT, key = id)]
fn opaque_in_a_box(id: u64) -> Pin<Box<impl Future<Output = u64>>> { Box::pin(run(id)) }
#[scoped_entry(map = INFLIGHT, key = id)]
fn iterator(id: u64) -> impl Iterator<Item = u64> + Send {
    (0..id).map(double)
}
#[scoped_entry(map = INFLIGHT, key = id)]
fn boxed_iterator(id: u64) -> Box<dyn DoubleEndedIterator<Item = Reply>> {
    if id == 0 {
        return Box::new(empty());
    }
    Box::new(replies(id))
}
