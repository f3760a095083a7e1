trait Handler {
    #[scoped_entry(map = self.inflight(), key = id)]
    fn handle(&self, id: u64) -> Self::Reply {
        let reply = self.run(id);
        reply
    }
}
