impl Service {
    #[scoped_entry(map = self.flights, key = id, value = Flight::new(), occupied = |flight| return flight.join().await)]
    async fn fetch(&self, id: u64) -> Reply {
        let reply = self.load(id).await;
        reply
    }
}
