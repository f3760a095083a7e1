#[scoped_entry(map = maps[0].inflight, key = *id)]
fn index_and_deref(maps: &[Maps], id: &u64) {
    run();
}
#[scoped_entry(map = &self.inflight, key = (self.id))]
fn reference_and_parentheses(self: Arc<Self>) {
    run();
}
