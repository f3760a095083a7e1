fn opaque(id: u64) -> impl Stream<Item = u64> {
    {
        let __entry = ::scoped_entry::__private::Call
            .here()
            .enter(&INFLIGHT, &id, ::scoped_entry::__private::default_value())
            .guard();
        ::scoped_entry::__private::attach(
            __entry,
            {
                let first = id + 1;
                numbers(first)
            },
        )
    }
}
fn opaque_on_one_line(id: u64) -> impl Future<Output = u64> {
    {
        let __entry = ::scoped_entry::__private::Call
            .here()
            .enter(&INFLIGHT, &id, ::scoped_entry::__private::default_value())
            .guard();
        ::scoped_entry::__private::attach(__entry, { run(id) })
    }
}
fn boxed(id: u64) -> Pin<Box<dyn Stream<Item = u64> + Send + 'static>> {
    {
        let __entry = ::scoped_entry::__private::Call
            .here()
            .enter(&INFLIGHT, &id, ::scoped_entry::__private::default_value())
            .guard();
        ::scoped_entry::__private::pinned(
            ::scoped_entry::__private::attach::<
                _,
                Pin<Box<dyn Stream<Item = u64> + Send + 'static>>,
            >(
                __entry,
                {
                    let first = id + 1;
                    numbers(first).boxed()
                },
            ),
        )
    }
}
fn opaque_in_a_box(id: u64) -> Pin<Box<impl Future<Output = u64>>> {
    {
        let __entry = ::scoped_entry::__private::Call
            .here()
            .enter(&INFLIGHT, &id, ::scoped_entry::__private::default_value())
            .guard();
        ::scoped_entry::__private::pinned(
            ::scoped_entry::__private::attach(__entry, { Box::pin(run(id)) }),
        )
    }
}
fn iterator(id: u64) -> impl Iterator<Item = u64> + Send {
    {
        let __entry = ::scoped_entry::__private::Call
            .here()
            .enter(&INFLIGHT, &id, ::scoped_entry::__private::default_value())
            .guard();
        ::scoped_entry::__private::attach(__entry, { (0..id).map(double) })
    }
}
fn boxed_iterator(id: u64) -> Box<dyn DoubleEndedIterator<Item = Reply>> {
    {
        ::scoped_entry::__private::returned::<Reply, _>(0).kind().is_not_lazy_inside();
        let __entry = ::scoped_entry::__private::Call
            .here()
            .enter(&INFLIGHT, &id, ::scoped_entry::__private::default_value())
            .guard();
        ::scoped_entry::__private::boxed(
            ::scoped_entry::__private::attach(
                __entry,
                ::scoped_entry::__private::call::<
                    Box<dyn DoubleEndedIterator<Item = Reply>>,
                >(move || {
                    if id == 0 {
                        return Box::new(empty());
                    }
                    Box::new(replies(id))
                }),
            ),
        )
    }
}
