fn future(id: u64) -> impl Future<Output = u64> {
    {
        let __entry = ::scoped_entry::__private::Call
            .here()
            .enter(&INFLIGHT, &id, ::scoped_entry::__private::default_value())
            .guard();
        {
            let id = id + 1;
            async move { id }
        }
    }
}
fn aliased(id: u64) -> BoxFuture<'static, u64> {
    {
        let __entry = ::scoped_entry::__private::Call
            .here()
            .enter(&INFLIGHT, &id, ::scoped_entry::__private::default_value())
            .guard();
        {
            let id = id + 1;
            Box::pin(async move { id })
        }
    }
}
