#[single_flight(map = map, key = id, share = ok, crate = crate::reexports::scoped_entry)]
async fn load(map: &Arc<FlightMap<Id, Config>>, id: Id) -> io::Result<Config> {
    read(id).await
}
