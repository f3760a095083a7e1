fn handle(inflight: &InflightMap<u64>, id: u64) -> impl Future<Output = u64> {
    {
        let __entry = ::scoped_entry::__private::Call
            .here()
            .enter(
                ::scoped_entry::__private::BorrowedMap::of(&inflight).lasting(),
                &id,
                ::scoped_entry::__private::default_value(),
            )
            .guard();
        async move {
            let _ = &__entry;
            run(id).await
        }
    }
}
