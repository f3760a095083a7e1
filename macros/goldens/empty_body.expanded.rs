fn handle(id: u64) {
    {
        let __entry = ::scoped_entry::__private::Call
            .here()
            .enter(&INFLIGHT, &id, ::scoped_entry::__private::default_value())
            .guard();
        {}
    }
}
