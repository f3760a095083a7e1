//# between insertion and removal
impl S { async fn handle(&self, id: u64) -> u32 {
    self.pending.lock().unwrap().insert(id); //~ await
    let reply = self.load(id).await;
    self.pending.lock().unwrap().remove(&id);
    reply
} }
//# with a question mark, too
impl S { async fn handle(&self, id: u64) -> Result<u32, E> {
    self.pending.lock().unwrap().insert(id, Instant::now()); //~ await
    let reply = self.load(id).await?;
    self.pending.lock().unwrap().remove(&id);
    Ok(reply)
} }
//# a concurrent map, known by its field
struct S { running: DashMap<String, ()> }
impl S { async fn handle(&self, name: String) {
    self.running.insert(name.clone(), ()); //~ await
    self.run(&name).await;
    self.running.remove(&name);
} }
//# a concurrent map, known by its parameter
async fn handle(running: &DashMap<u64, ()>, id: u64) {
    running.insert(id, ()); //~ await
    work(id).await;
    running.remove(&id);
}
//# a static
static RUNNING: LazyLock<Mutex<HashSet<u64>>> = LazyLock::new(Mutex::default);
async fn handle(id: u64) {
    RUNNING.lock().unwrap().insert(id); //~ await
    work(id).await;
    RUNNING.lock().unwrap().remove(&id);
}
//# guards in blocks
impl S { async fn handle(&self, id: u64) {
    {
        let mut state = self.state.write().await;
        state.loading.insert(id, Arc::new(Notify::new())); //~ await
    }
    work(id).await;
    {
        let mut state = self.state.write().await;
        state.loading.remove(&id);
    }
} }
//# a copy of the key
impl S { async fn handle(&self, name: &str) {
    let key = name.to_owned();
    self.pending.lock().unwrap().insert(key.clone(), ()); //~ await
    work(name).await;
    self.pending.lock().unwrap().remove(&key);
} }
//# the await is in a function that removes
impl S {
    async fn handle(&self, id: u64) {
        self.pending.lock().unwrap().insert(id, ()); //~ await
        self.finish(id).await;
    }
    async fn finish(&self, id: u64) {
        work(id).await;
        self.pending.lock().unwrap().remove(&id);
    }
}
//# functions that insert and remove
impl S {
    async fn handle(&self, id: u64) {
        self.begin(id); //~ await
        work(id).await;
        self.end(id);
    }
    fn begin(&self, id: u64) { self.pending.lock().unwrap().insert(id, ()); }
    fn end(&self, id: u64) { self.pending.lock().unwrap().remove(&id); }
}
//# a sender, with a timeout that removes
impl S {
    async fn ask(&self, id: u64) -> Result<Reply, E> {
        let (tx, rx) = oneshot::channel();
        self.waiting.lock().unwrap().insert(id, tx); //~ await
        match timeout(SECOND, rx).await {
            Ok(reply) => Ok(reply),
            Err(_) => {
                self.waiting.lock().unwrap().remove(&id);
                Err(E::Timeout)
            }
        }
    }
    fn answered(&self, id: u64, reply: Reply) { if let Some(tx) = self.waiting.lock().unwrap().remove(&id) { tx.send(reply); } }
}
//# select
impl S { async fn handle(&self, id: u64) {
    self.pending.lock().unwrap().insert(id, ()); //~ await
    tokio::select! {
        _ = self.work(id) => {}
        _ = self.stop.notified() => {}
    }
    self.pending.lock().unwrap().remove(&id);
} }
//# false: two bindings of one name
impl S { async fn handle(&self, ids: Vec<u64>) {
    for id in ids.clone() { self.known.lock().unwrap().insert(id, ()); } //~ grows
    work().await;
    if let Some(id) = oldest() { drop(id); }
} }
//# false: only a lock is awaited
impl S { async fn handle(&self, id: u64) {
    self.pending.lock().await.insert(id, ());
    prepare(id);
    self.pending.lock().await.remove(&id);
} }
//# false: in a task
impl S { fn handle(self: Arc<Self>, id: u64) {
    tokio::spawn(async move {
        self.pending.lock().unwrap().insert(id, ());
        work(id).await;
        self.pending.lock().unwrap().remove(&id);
    });
} }
//# false: a private function that is only spawned
impl S {
    fn start(self: Arc<Self>, id: u64) { tokio::spawn(self.run(id)); }
    async fn run(self: Arc<Self>, id: u64) {
        self.pending.lock().unwrap().insert(id, ());
        work(id).await;
        self.pending.lock().unwrap().remove(&id);
    }
}
//# false: a task takes the entry over
impl S { async fn handle(self: Arc<Self>, id: u64) {
    self.pending.lock().unwrap().insert(id, ());
    let this = self.clone();
    tokio::spawn(async move {
        work(id).await;
        this.pending.lock().unwrap().remove(&id);
    });
    work(id).await;
} }
//# false: defer
impl S { async fn handle(&self, id: u64) {
    self.pending.lock().unwrap().insert(id, ());
    scopeguard::defer! { self.pending.lock().unwrap().remove(&id); }
    work(id).await;
} }
//# false: scopeguard
impl S { async fn handle(&self, id: u64) {
    self.pending.lock().unwrap().insert(id, ());
    let _guard = scopeguard::guard((), |()| { self.pending.lock().unwrap().remove(&id); });
    work(id).await;
    self.pending.lock().unwrap().remove(&id);
} }
//# false: a guard of the crate
struct Entry<'a> { service: &'a S, id: u64 }
impl Drop for Entry<'_> { fn drop(&mut self) { self.service.pending.lock().unwrap().remove(&self.id); } }
impl S { async fn handle(&self, id: u64) {
    self.pending.lock().unwrap().insert(id, ());
    let _entry = Entry { service: self, id };
    work(id).await;
    self.pending.lock().unwrap().remove(&id);
} }
//# false: a map of one loop
impl S { async fn run(&mut self, id: u64) {
    self.pending.insert(id, ());
    work(id).await;
    self.pending.remove(&id);
} }
//# false: a map of one call
async fn handle(id: u64) {
    let seen = Arc::new(Mutex::new(HashMap::new()));
    seen.lock().unwrap().insert(id, ());
    work(id).await;
    seen.lock().unwrap().remove(&id);
}
//# false: a cache
struct S { entries: Mutex<LruCache<u64, u32>> }
impl S { async fn handle(&self, id: u64) {
    self.entries.lock().unwrap().insert(id, 0);
    work(id).await;
    self.entries.lock().unwrap().remove(&id);
} }
//# false: everything goes
impl S { async fn handle(&self, id: u64) {
    self.batch.lock().unwrap().insert(id, ());
    work(id).await;
    self.batch.lock().unwrap().clear();
} }
//# false: it was there already
impl S { async fn handle(&self, id: u64) -> bool {
    if !self.pending.lock().unwrap().insert(id) {
        wait(id).await;
        return false;
    }
    prepare(id);
    self.pending.lock().unwrap().remove(&id);
    true
} }
//# false: removed before the await
impl S { async fn handle(&self, id: u64) {
    self.pending.lock().unwrap().insert(id, ());
    prepare(id);
    self.pending.lock().unwrap().remove(&id);
    work(id).await;
} }
