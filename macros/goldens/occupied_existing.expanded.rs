impl Service {
    async fn fetch(&self, id: u64) -> Reply {
        {
            ::scoped_entry::__private::returned::<Reply, _>(0)
                .kind()
                .is_not_lazy_inside();
            let __attempt = ::scoped_entry::__private::Call
                .here()
                .try_enter_or_existing(&self.flights, &id, Flight::new())
                .guard();
            let __entry = match __attempt {
                ::scoped_entry::__private::Ok(__entry) => __entry,
                ::scoped_entry::__private::Err(__existing) => {
                    let flight = __existing;
                    let ::scoped_entry::__private::Ok(__entry) = ::scoped_entry::__private::Err(())
                    else { return flight.join().await };
                    __entry
                }
            };
            {
                let reply = self.load(id).await;
                reply
            }
        }
    }
}
