/// Documented.
fn handle(id: u64) -> u64 {
    #![allow(unused_variables)]
    //!more
    {
        let __entry = ::scoped_entry::__private::Call
            .here()
            .enter(&INFLIGHT, &id, ::scoped_entry::__private::default_value())
            .guard();
        {
            let unused = 1;
            id
        }
    }
}
