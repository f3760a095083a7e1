//# the removal inside of an if
impl S { fn handle(&self, id: u64) {
    self.pending.lock().unwrap().insert(id, ()); //~ branch
    let reply = work(id);
    if reply.is_large() {
        log(reply);
        self.pending.lock().unwrap().remove(&id);
    }
} }
//# in one arm
impl S { fn handle(&self, id: u64) {
    self.pending.lock().unwrap().insert(id, ()); //~ branch
    match work(id) {
        Reply::Done => { self.pending.lock().unwrap().remove(&id); }
        Reply::Later => log(id),
    }
} }
//# an early return beside
impl S { fn handle(&self, id: u64) {
    self.pending.lock().unwrap().insert(id, ()); //~ branch
    if work(id) {
        self.pending.lock().unwrap().remove(&id);
    } else {
        log(id);
        return;
    }
    log(id);
} }
//# an error's arm without removal
impl S { fn handle(&self, id: u64) -> Result<u32, E> {
    self.pending.lock().unwrap().insert(id, ()); //~ branch
    match work(id) {
        Ok(reply) => {
            self.pending.lock().unwrap().remove(&id);
            Ok(reply)
        }
        Err(error) => return Err(error),
    }
} }
//# a flag of another thing
impl S { fn handle(&self, id: u64, quiet: bool) {
    self.pending.lock().unwrap().insert(id, ()); //~ branch
    work(id);
    if !quiet { self.pending.lock().unwrap().remove(&id); }
} }
//# false: the condition of the insertion
impl S { fn handle(&self, id: u64, tracked: bool) {
    if tracked { self.pending.lock().unwrap().insert(id, ()); }
    work(id);
    if tracked { self.pending.lock().unwrap().remove(&id); }
} }
//# false: the insertion's result
impl S { fn handle(&self, id: u64) {
    let inserted = self.pending.lock().unwrap().insert(id);
    work(id);
    if inserted { self.pending.lock().unwrap().remove(&id); }
} }
//# false: the last one removes
impl S { fn handle(&self, id: u64) {
    self.waiters.lock().unwrap().insert(id, List::new());
    work(id);
    let list = self.list(id);
    if list.is_empty() { self.waiters.lock().unwrap().remove(&id); }
} }
//# false: both ways remove
impl S { fn handle(&self, id: u64) {
    self.pending.lock().unwrap().insert(id, ());
    if work(id) { self.pending.lock().unwrap().remove(&id); } else { self.pending.lock().unwrap().remove(&id); }
} }
//# false: a registration, taken back when it cannot be used
impl S { fn register(&self, id: u64) -> bool {
    self.peers.lock().unwrap().insert(id, ());
    if connect(id) { true } else { self.peers.lock().unwrap().remove(&id); false }
} }
//# false: a registration that another function ends
impl S {
    fn begin(&self, id: u64) {
        self.peers.lock().unwrap().insert(id, ());
        if gone(id) { self.peers.lock().unwrap().remove(&id); }
    }
    fn end(&self, id: u64) { self.peers.lock().unwrap().remove(&id); }
}
//# false: what collects
impl S { fn add(&self, id: u64, part: Part) -> Option<Whole> {
    self.parts.lock().unwrap().entry(id).or_default().push(part);
    let whole = self.whole(id);
    if whole.is_some() { self.parts.lock().unwrap().remove(&id); }
    whole
} }
//# false: removed in each round
impl S { fn run(&self, ids: &[u64]) {
    for id in ids {
        self.pending.lock().unwrap().insert(*id, ());
        work(*id);
        self.pending.lock().unwrap().remove(id);
    }
} }
