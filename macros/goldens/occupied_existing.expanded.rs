impl Service {
    async fn fetch(&self, id: u64) -> Reply {
        {
            ::scoped_entry::__private::Returned::<Reply>::TYPE.is_not_lazy();
            let __attempt = ::scoped_entry::__private::Call
                .here()
                .try_enter_or_existing(&self.flights, &id, Flight::new());
            let __entry = match __attempt {
                ::core::result::Result::Ok(__entry) => __entry,
                ::core::result::Result::Err(__existing) => {
                    let flight = __existing;
                    #[allow(clippy::question_mark)]
                    let ::core::option::Option::Some(__entry) = ::core::option::Option::None
                    else { return flight.join().await };
                    __entry
                }
            };
            let __entry = __entry.guard();
            {
                let reply = self.load(id).await;
                reply
            }
        }
    }
}
