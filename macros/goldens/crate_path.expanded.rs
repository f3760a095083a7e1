fn handle(tenant: &str, id: u64) {
    {
        let __entry = crate::facade::scoped_entry::__private::Call
            .here()
            .enter(
                &INFLIGHT,
                crate::facade::scoped_entry::__private::Elements((&tenant, &id)),
                crate::facade::scoped_entry::__private::default_value(),
            )
            .guard();
        {
            run();
        }
    }
}
