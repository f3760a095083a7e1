impl Service {
    async fn fetch(&self, id: u64) -> Reply {
        {
            ::scoped_entry::__private::Returned::<Reply>::TYPE.is_not_lazy();
            let __attempt = ::scoped_entry::__private::Call
                .here()
                .try_enter_or_existing(&self.flights, &id, Flight::new())
                .guard();
            let __entry = match __attempt {
                ::core::result::Result::Ok(__entry) => __entry,
                ::core::result::Result::Err(__existing) => {
                    let flight = __existing;
                    let ::core::result::Result::Ok(__entry) = ::core::result::Result::Err(())
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
