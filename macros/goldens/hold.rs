impl Service {
    #[scoped_entry(hold = self.permits.acquire().await?)]
    async fn handle(&self, id: u64) -> Result<Reply, Closed> {
        let reply = self.find(id).await;
        Ok(reply)
    }
    #[scoped_entry(hold = self.gauge.count(), crate = facade::scoped_entry)]
    #[scoped_entry(map = self.inflight, key = id)]
    #[scoped_entry(hold = self.permits.enter(), guard = permit)]
    fn several(&self, id: u64) -> usize {
        drop(permit);
        self.inflight.len()
    }
}
