impl Handler for Service {
    #[scoped_entry(map = INFLIGHT, key = id)]
    #[scoped_entry(map = SECOND, key = id)]
    fn handle<'async_trait>(id: Id) -> ::core::pin::Pin<Box<dyn ::core::future::Future<Output = ()> + ::core::marker::Send + 'async_trait>> {
        Box::pin(async move {
            let id = id;
            let _: () = {
                run(id).await;
            };
        })
    }
}
