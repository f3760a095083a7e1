//# a future that is returned
impl S { fn handle(&self, id: u64) -> impl Future<Output = u32> {
    let pending = self.pending.clone();
    pending.lock().unwrap().insert(id, ()); //~ lazy
    async move {
        let reply = work(id).await;
        pending.lock().unwrap().remove(&id);
        reply
    }
} }
//# a boxed one
impl S { fn handle(&self, id: u64) -> Pin<Box<dyn Future<Output = u32>>> {
    let pending = self.pending.clone();
    pending.lock().unwrap().insert(id, ()); //~ lazy
    Box::pin(async move {
        let reply = work(id).await;
        pending.lock().unwrap().remove(&id);
        reply
    })
} }
//# with a method
impl S { fn handle(&self, id: u64) -> BoxFuture<'static, u32> {
    let pending = Arc::clone(&self.pending);
    pending.lock().unwrap().insert(id, ()); //~ lazy
    async move {
        let reply = work(id).await;
        pending.lock().unwrap().remove(&id);
        reply
    }
    .boxed()
} }
//# bound to a name first
impl S { fn handle(&self, id: u64) -> BoxFuture<'static, u32> {
    let pending = Arc::clone(&self.pending);
    let future = async move {
        let reply = work(id).await;
        pending.lock().unwrap().remove(&id);
        reply
    };
    self.pending.lock().unwrap().insert(id, ()); //~ lazy
    Box::pin(future)
} }
//# kept in the map itself
impl S { async fn handle(&self, key: String) -> u32 {
    let pending = self.pending.clone();
    let name = key.clone();
    let shared = async move {
        let reply = work(&name).await;
        pending.lock().unwrap().remove(&name);
        reply
    }
    .boxed()
    .shared();
    self.pending.lock().unwrap().insert(key.clone(), shared.clone()); //~ lazy
    shared.await
} }
//# a method of something that was given the map and the key
struct Waiter { pending: Pending, key: u64 }
impl Waiter { async fn wait(self) -> u32 {
    let reply = work(self.key).await;
    self.pending.lock().remove(&self.key);
    reply
} }
impl S { fn handle(&self, key: u64) -> impl Future<Output = u32> {
    let shared = self.pending.clone();
    let mut pending = self.pending.lock();
    pending.insert(key.clone(), ()); //~ lazy
    let waiter = Waiter::of(shared, key);
    waiter.wait()
} }
//# a task that is spawned before
impl S { fn spawn(&self, id: u64) -> AbortHandle {
    let tasks = self.tasks.clone();
    let task = tokio::spawn(async move {
        work(id).await;
        tasks.write().remove(&id);
    });
    self.tasks.write().insert(id, task.abort_handle()); //~ lazy
    task.abort_handle()
} }
//# false: the lock is held while the task is spawned
impl S { fn spawn(&self, id: u64) {
    let tasks = self.tasks.clone();
    let mut held = self.tasks.write();
    let task = tokio::spawn(async move {
        work(id).await;
        tasks.write().remove(&id);
    });
    held.insert(id, task.abort_handle());
} }
//# false: spawned by its name
impl S { fn handle(&self, id: u64) -> JoinHandle<u32> {
    let pending = self.pending.clone();
    pending.lock().unwrap().insert(id, ());
    let future = async move {
        let reply = work(id).await;
        pending.lock().unwrap().remove(&id);
        reply
    };
    tokio::spawn(future)
} }
//# false: inserted when polled
impl S { fn handle(self: Arc<Self>, id: u64) -> BoxFuture<'static, ()> {
    Box::pin(async move {
        self.pending.lock().unwrap().insert(id, ());
        prepare(id);
        self.pending.lock().unwrap().remove(&id);
    })
} }
//# false: a task that waits for a word
impl S { fn spawn(&self, id: u64) {
    let (start, started) = oneshot::channel();
    let tasks = self.tasks.clone();
    let task = tokio::spawn(async move {
        started.await;
        work(id).await;
        tasks.write().remove(&id);
    });
    self.tasks.write().insert(id, task.abort_handle());
    start.send(());
} }
