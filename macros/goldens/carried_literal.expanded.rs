fn opaque(id: u64) -> impl Future<Output = u64> + Send {
    {
        let __entry = ::scoped_entry::__private::Call
            .here()
            .enter(&INFLIGHT, &id, ::scoped_entry::__private::default_value())
            .guard();
        {
            let id = id + 1;
            async move {
                let _ = &__entry;
                run(id).await
            }
        }
    }
}
fn opaque_on_one_line(id: u64) -> impl Future<Output = u64> {
    {
        let __entry = ::scoped_entry::__private::Call
            .here()
            .enter(&INFLIGHT, &id, ::scoped_entry::__private::default_value())
            .guard();
        async move {
            let _ = &__entry;
            run(id).await
        }
    }
}
#[track_caller]
fn boxed(id: u64) -> Pin<Box<dyn Future<Output = Result<Reply, Failed>> + Send + '_>> {
    {
        ::scoped_entry::__private::returned::<Result<Reply, Failed>, _>(0)
            .kind()
            .is_not_lazy_inside();
        let __entry = const { ::scoped_entry::__private::Call.here() }
            .enter(&INFLIGHT, &id, ::scoped_entry::__private::default_value())
            .guard();
        {
            let id = id + 1;
            Box::pin(async move {
                let _ = &__entry;
                if id == 0 {
                    return Err(Failed);
                }
                run(id).await
            })
        }
    }
}
