async fn load(map: &Arc<FlightMap<Id, Config>>, id: Id) -> io::Result<Config> {
    {
        let __map = &map;
        let __flight = crate::reexports::scoped_entry::__private::Call
            .here()
            .flight(&__map, &id);
        __flight
            .try_run(async {
                if let crate::reexports::scoped_entry::__private::Some(__returned) = crate::reexports::scoped_entry::__private::Option::<
                    io::Result<Config>,
                >::None {
                    return __returned;
                }
                read(id).await
            })
            .await
    }
}
