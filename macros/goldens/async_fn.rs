impl Service {
    #[scoped_entry(map = self.inflight, key = id)]
    async fn handle(&self, id: RequestId) -> Result<Reply, Error> {
        let found = self.find(id).await?;
        Ok(Reply::from(found))
    }
}
