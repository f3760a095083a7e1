fn handle(tenant: &str, id: Id) {
    {
        let __entry = ::scoped_entry::__private::Call
            .here()
            .enter(
                &INFLIGHT,
                ::scoped_entry::__private::Elements((
                    &tenant,
                    ::scoped_entry::__private::Elements((&id.0, next())),
                    "literal",
                )),
                ::scoped_entry::__private::default_value(),
            )
            .guard();
        {
            run();
        }
    }
}
