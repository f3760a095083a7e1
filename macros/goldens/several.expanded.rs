fn handle(id: u64, payment: u64, tenant: u64) -> Result<(), Busy> {
    {
        ::scoped_entry::__private::Returned::<Result<(), Busy>>::TYPE.is_not_lazy();
        let __entry = ::scoped_entry::__private::shared(
                &REQUESTS,
                &id,
                ::scoped_entry::__private::default_value(),
            )
            .enter();
        let ::core::option::Option::Some(__entry) = ::scoped_entry::__private::unique(
                &PAYMENTS,
                &payment,
                ::scoped_entry::__private::default_value(),
            )
            .enter() else { return Err(Busy) };
        let third = ::scoped_entry::__private::shared(
                &TENANTS,
                &tenant,
                ::scoped_entry::__private::default_value(),
            )
            .enter_named();
        {
            run();
            Ok(())
        }
    }
}
fn one_line(id: u64, tenant: u64) -> u64 {
    {
        let __entry = ::scoped_entry::__private::shared(
                &REQUESTS,
                &id,
                ::scoped_entry::__private::default_value(),
            )
            .enter();
        let __entry = ::scoped_entry::__private::shared(
                &TENANTS,
                &tenant,
                ::scoped_entry::__private::default_value(),
            )
            .enter();
        id + tenant
    }
}
