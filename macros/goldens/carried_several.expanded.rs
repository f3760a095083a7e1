#[inline]
fn literal(id: u64, tenant: u64) -> impl Future<Output = u64> {
    {
        let __entry = ::scoped_entry::__private::Call
            .here()
            .enter(&REQUESTS, &id, ::scoped_entry::__private::default_value())
            .guard();
        let __entry_2 = PERMITS.enter();
        ::scoped_entry::__private::Kept::of(&__entry_2, 0).kind().is_a_guard();
        let __entry_3 = ::scoped_entry::__private::Call
            .here()
            .enter(&TENANTS, &tenant, ::scoped_entry::__private::default_value())
            .guard();
        async move {
            let _ = &__entry_3;
            let _ = &__entry_2;
            let _ = &__entry;
            run(id).await
        }
    }
}
fn mixed(id: u64, tenant: u64) -> Pin<Box<dyn Future<Output = u64>>> {
    {
        let __entry = ::scoped_entry::__private::Call
            .here()
            .enter(&REQUESTS, &id, ::scoped_entry::__private::default_value())
            .guard();
        let __entry_2 = ::scoped_entry::__private::Call
            .here()
            .enter(&TENANTS, &tenant, ::scoped_entry::__private::default_value())
            .guard();
        let user = ::scoped_entry::__private::Call
            .here()
            .enter(&USERS, &id, ::scoped_entry::__private::default_value())
            .named();
        let ::scoped_entry::__private::Ok(__entry_4) = ::scoped_entry::__private::Call
            .here()
            .try_enter(&PAYMENTS, &id, ::scoped_entry::__private::default_value())
            .guard() else { return Box::pin(ready(0)) };
        ::scoped_entry::__private::pinned(
            ::scoped_entry::__private::attach::<
                _,
                Pin<Box<dyn Future<Output = u64>>>,
            >(
                (__entry_4, __entry),
                {
                    drop(user);
                    run(id)
                },
            ),
        )
    }
}
