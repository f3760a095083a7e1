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
                    let __entry = ::scoped_entry::__private::shared(
                            &INFLIGHT,
                            &id,
                            ::scoped_entry::__private::default_value(),
                        )
                        .enter();
                    let __entry = ::scoped_entry::__private::shared(
                            &SECOND,
                            &id,
                            ::scoped_entry::__private::default_value(),
                        )
                        .enter();
                    {
                        run(id).await;
                    }
                }
            };
        })
    }
}
