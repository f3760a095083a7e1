fn opaque(id: u64) -> impl Future<Output = u64> {
    {
        let __entry = ::scoped_entry::__private::Call
            .here()
            .enter(&INFLIGHT, &id, ::scoped_entry::__private::default_value())
            .guard();
        ::scoped_entry::__private::attach(
            __entry,
            ::scoped_entry::__private::call(move || {
                if id == 0 {
                    return ready(0);
                }
                ready(id)
            }),
        )
    }
}
fn refused(id: u64) -> impl Future<Output = u64> {
    {
        ::scoped_entry::__private::carry(move |__slot| {
            let ::scoped_entry::__private::Ok(__entry) = ::scoped_entry::__private::Call
                .here()
                .try_enter(&INFLIGHT, &id, ::scoped_entry::__private::default_value())
                .guard() else { return ready(0) };
            *__slot = ::scoped_entry::__private::Some(__entry);
            ready(id)
        })
    }
}
fn boxed(id: u64) -> Pin<Box<dyn Future<Output = u64>>> {
    {
        let __entry = ::scoped_entry::__private::Call
            .here()
            .enter(&INFLIGHT, &id, ::scoped_entry::__private::default_value())
            .guard();
        ::scoped_entry::__private::pinned(
            ::scoped_entry::__private::attach(
                __entry,
                ::scoped_entry::__private::call::<
                    Pin<Box<dyn Future<Output = u64>>>,
                >(move || {
                    if id == 0 {
                        return Box::pin(ready(0));
                    }
                    run(id).boxed()
                }),
            ),
        )
    }
}
fn boxed_literal(id: u64) -> Pin<Box<dyn Future<Output = u64>>> {
    {
        let ::scoped_entry::__private::Ok(__entry) = ::scoped_entry::__private::Call
            .here()
            .try_enter(&INFLIGHT, &id, ::scoped_entry::__private::default_value())
            .guard() else { return Box::pin(ready(0)) };
        match ::scoped_entry::__private::carry_declared::<
            _,
            Pin<Box<dyn Future<Output = u64>>>,
        >(
            __entry,
            move |__slot| {
                debug!("{id}");
                Box::pin({
                    let __entry = __slot.take();
                    async move {
                        let _ = &__entry;
                        run(id).await
                    }
                })
            },
        ) {
            ::scoped_entry::__private::Ok(__returned) => __returned,
            ::scoped_entry::__private::Err(__attached) => {
                ::scoped_entry::__private::pinned(__attached)
            }
        }
    }
}
