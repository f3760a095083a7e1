impl Users {
    #[single_flight(map = self.lookups, key = id)]
    async fn lookup(&self, id: UserId) -> Result<Arc<User>, LookupError> {
        let row = self.find(id).await?;
        Ok(Arc::new(User::from(row)))
    }
}
