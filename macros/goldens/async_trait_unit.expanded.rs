impl Handler for Service {
    fn handle<'async_trait>(
        id: Id,
    ) -> ::core::pin::Pin<
        Box<
            dyn ::core::future::Future<Output = ()> + ::core::marker::Send + 'async_trait,
        >,
    > {
        Box::pin(async move {
            let id = id;
            let _: () = {
                {
                    let __entry = ::scoped_entry::__private::Call
                        .here()
                        .enter(
                            &INFLIGHT,
                            &id,
                            ::scoped_entry::__private::default_value(),
                        )
                        .guard();
                    let __entry = ::scoped_entry::__private::Call
                        .here()
                        .enter(&SECOND, &id, ::scoped_entry::__private::default_value())
                        .guard();
                    {
                        run(id).await;
                    }
                }
            };
        })
    }
}
