//# try: a question mark between
impl S { fn handle(&self, id: u64) -> Result<u32, E> {
    self.pending.lock().unwrap().insert(id, ()); //~ try
    let reply = work(id)?;
    self.pending.lock().unwrap().remove(&id);
    Ok(reply)
} }
//# false: removed on the way out
impl S { fn handle(&self, id: u64) -> Result<u32, E> {
    self.pending.lock().unwrap().insert(id, ());
    let reply = work(id).map_err(|error| { self.pending.lock().unwrap().remove(&id); error })?;
    self.pending.lock().unwrap().remove(&id);
    Ok(reply)
} }
//# false: the result is kept until after the removal
impl S { fn handle(&self, id: u64) -> Result<u32, E> {
    self.pending.lock().unwrap().insert(id, ());
    let reply = work(id);
    self.pending.lock().unwrap().remove(&id);
    reply?.check()
} }
//# false: a block whose question marks stay inside
impl S { fn handle(self: Arc<Self>, id: u64) {
    tokio::spawn(async move {
        self.pending.lock().unwrap().insert(id, ());
        let reply: Result<u32, E> = async { let part = work(id).await?; Ok(part) }.await;
        self.pending.lock().unwrap().remove(&id);
        log(reply);
    });
} }
//# rollback: one error is forgotten
impl S { fn register(&self, id: u64) -> Result<(), E> {
    self.peers.lock().unwrap().insert(id, ()); //~ rollback
    if let Err(error) = connect(id) {
        self.peers.lock().unwrap().remove(&id);
        return Err(error);
    }
    greet(id)?;
    Ok(())
} }
//# reply: a map of senders
struct S { waiting: Mutex<HashMap<u64, oneshot::Sender<Reply>>> }
impl S {
    async fn ask(&self, id: u64) -> Option<Reply> {
        let (tx, rx) = oneshot::channel();
        self.waiting.lock().unwrap().insert(id, tx); //~ reply
        rx.await.ok()
    }
    fn answered(&self, id: u64, reply: Reply) { if let Some(tx) = self.waiting.lock().unwrap().remove(&id) { tx.send(reply); } }
}
//# grows: removed nowhere
impl S { fn handle(&self, id: u64) {
    self.seen_ids.lock().unwrap().insert(id, ()); //~ grows
    work(id);
} }
//# false: swept
impl S {
    fn handle(&self, id: u64) { self.sessions.lock().unwrap().insert(id, ()); }
    fn sweep(&self) { self.sessions.lock().unwrap().retain(|_, session| session.is_fresh()); }
}
//# false: tests are not read
#[cfg(test)]
mod tests { impl S { async fn handle(&self, id: u64) {
    self.pending.lock().unwrap().insert(id, ());
    work(id).await;
    self.pending.lock().unwrap().remove(&id);
} } }
//# in a macro's body that parses
fn outer() { wrapper! { impl_it(async { 
    MAP.lock().insert(7, ());
    prepare();
    MAP.lock().remove(&7);
}) } }
