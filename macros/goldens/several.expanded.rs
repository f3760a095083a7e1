fn handle(id: u64, payment: u64, tenant: u64) -> Result<(), Busy> {
    {
        ::scoped_entry::__private::returned::<Result<(), Busy>, _>(0)
            .kind()
            .is_not_lazy();
        let __entry = ::scoped_entry::__private::Call
            .here()
            .enter(&REQUESTS, &id, ::scoped_entry::__private::default_value())
            .guard();
        let ::scoped_entry::__private::Ok(__entry) = ::scoped_entry::__private::Call
            .here()
            .try_enter(&PAYMENTS, &payment, ::scoped_entry::__private::default_value())
            .guard() else { return Err(Busy) };
        let third = ::scoped_entry::__private::Call
            .here()
            .enter(&TENANTS, &tenant, ::scoped_entry::__private::default_value())
            .named();
        {
            run();
            Ok(())
        }
    }
}
fn one_line(id: u64, tenant: u64) -> u64 {
    {
        let __entry = ::scoped_entry::__private::Call
            .here()
            .enter(&REQUESTS, &id, ::scoped_entry::__private::default_value())
            .guard();
        let __entry = ::scoped_entry::__private::Call
            .here()
            .enter(&TENANTS, &tenant, ::scoped_entry::__private::default_value())
            .guard();
        id + tenant
    }
}
#[track_caller]
fn tracked(id: u64, tenant: u64) -> Option<u64> {
    #![allow(clippy::unused_unit)]
    {
        ::scoped_entry::__private::returned::<Option<u64>, _>(0).kind().is_not_lazy();
        let __entry = const { ::scoped_entry::__private::Call.here() }
            .enter(&REQUESTS, &id, ::scoped_entry::__private::default_value())
            .guard();
        let ::scoped_entry::__private::Ok(__entry) = const {
            ::scoped_entry::__private::Call.here()
        }
            .try_enter(&TENANTS, &tenant, 1)
            .guard() else { return None };
        {
            fn helper() {}
            helper()
        }
    }
}
fn named_first(id: u64, tenant: u64) -> Reply {
    {
        let first = ::scoped_entry::__private::Call
            .here()
            .enter(&REQUESTS, &id, ::scoped_entry::__private::default_value())
            .named();
        ::scoped_entry::__private::returned::<Reply, _>(0).kind().is_not_lazy();
        let __entry = ::scoped_entry::__private::Call
            .here()
            .enter(&TENANTS, &tenant, ::scoped_entry::__private::default_value())
            .guard();
        run(first)
    }
}
