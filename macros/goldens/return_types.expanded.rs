fn number(id: u64) -> (u32, &'static str) {
    {
        let __entry = ::scoped_entry::__private::Call
            .here()
            .enter(&INFLIGHT, &id, ::scoped_entry::__private::default_value())
            .guard();
        run()
    }
}
fn never(id: u64) -> ! {
    {
        let __entry = ::scoped_entry::__private::Call
            .here()
            .enter(&INFLIGHT, &id, ::scoped_entry::__private::default_value())
            .guard();
        run()
    }
}
fn closure(id: u64) -> impl Fn(&str) -> u64 {
    {
        let __entry = ::scoped_entry::__private::Call
            .here()
            .enter(&INFLIGHT, &id, ::scoped_entry::__private::default_value())
            .guard();
        move |text| text.len() as u64 + id
    }
}
fn checked<'a, T>(
    id: u64,
    text: &'a str,
) -> Option<Wrapper<'a, 'static, dyn for<'b> Fn(&'b T, &'a T)>> {
    {
        ::scoped_entry::__private::returned::<
            Option<Wrapper<'a, 'static, dyn for<'b> Fn(&'b T, &'a T)>>,
            _,
        >(0)
            .kind()
            .is_not_lazy();
        ::scoped_entry::__private::returned::<dyn for<'b> Fn(&'b T, &'a T), _>(0)
            .kind()
            .is_not_lazy_inside();
        let __entry = ::scoped_entry::__private::Call
            .here()
            .enter(&INFLIGHT, &id, ::scoped_entry::__private::default_value())
            .guard();
        run()
    }
}
