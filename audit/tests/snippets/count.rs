//# an await between
impl S { async fn handle(&self, id: u64) {
    self.active.fetch_add(1, Ordering::Relaxed); //~ count
    work(id).await;
    self.active.fetch_sub(1, Ordering::Relaxed);
} }
//# a metric
impl S { async fn handle(&self, id: u64) {
    self.metrics.in_flight.inc(); //~ count
    work(id).await;
    self.metrics.in_flight.dec();
} }
//# a metric by its labels
impl S { async fn handle(&self, route: &str) {
    IN_FLIGHT.with_label_values(&[route]).inc(); //~ count
    work(route).await;
    IN_FLIGHT.with_label_values(&[route]).dec();
} }
//# a metric by its name
impl S { fn call(&self, request: Request) -> BoxFuture<'static, Reply> {
    gauge!("active").increment(1.0); //~ count
    Box::pin(async move {
        let reply = work(request).await;
        gauge!("active").decrement(1.0);
        reply
    })
} }
//# an amount
impl S { async fn handle(&self, size: usize) {
    self.bytes.fetch_add(size, Ordering::Relaxed); //~ count
    work(size).await;
    self.bytes.fetch_sub(size, Ordering::Relaxed);
} }
//# behind a condition
impl S { fn handle(&self, id: u64) {
    self.active.fetch_add(1, Ordering::Relaxed); //~ count
    let reply = work(id);
    if reply.is_large() { self.active.fetch_sub(1, Ordering::Relaxed); }
} }
//# functions that count
impl S {
    async fn handle(&self, id: u64) {
        self.started(); //~ count
        work(id).await;
        self.ended();
    }
    fn started(&self) { self.active.inc(); }
    fn ended(&self) { self.active.dec(); }
}
//# false: numbers of requests
impl S { async fn handle(&self) {
    let id = self.next.fetch_add(1, Ordering::Relaxed);
    work(id).await;
} }
//# false: a limit
impl S { fn try_acquire(&self) -> Result<(), E> {
    let before = self.active.fetch_add(1, Ordering::Relaxed);
    if before >= self.limit {
        self.active.fetch_sub(1, Ordering::Relaxed);
        return Err(E::Full);
    }
    Ok(())
} }
//# false: a guard
struct Active<'a>(&'a AtomicUsize);
impl Drop for Active<'_> { fn drop(&mut self) { self.0.fetch_sub(1, Ordering::Relaxed); } }
impl S { async fn handle(&self, id: u64) {
    self.active.fetch_add(1, Ordering::Relaxed);
    let _active = Active(&self.active);
    work(id).await;
    self.active.fetch_sub(1, Ordering::Relaxed);
} }
//# false: a number
fn movement(up: bool, down: bool) -> Vec3 {
    let mut direction = Vec3::ZERO;
    if up { direction.y += 1.0; }
    if down { direction.y -= 1.0; }
    direction
}
//# false: pointers
unsafe fn swap(mut left: *mut u8, n: usize) {
    left = left.add(1);
    if n > 3 { left = left.sub(1); }
    use_it(left);
}
//# false: from one gauge to another
impl S { fn moved(&self, new: &[u64], old: &[u64]) {
    for id in new { self.current.inc(); log(id); }
    for id in old { if known(id) { self.current.dec(); } }
} }
