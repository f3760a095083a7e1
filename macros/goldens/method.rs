impl Service {
    /// Handles one request.
    #[scoped_entry(map = self.inflight, key = id)]
    #[must_use]
    fn handle(&self, id: RequestId) -> Result<Reply, Error> {
        let found = self.find(id)?;
        Ok(Reply::from(found))
    }
}
