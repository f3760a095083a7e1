fn index_and_deref(maps: &[Maps], id: &u64) {
    {
        let __entry = ::scoped_entry::__private::Call
            .here()
            .enter(&maps[0].inflight, &*id, ::scoped_entry::__private::default_value())
            .guard();
        {
            run();
        }
    }
}
fn reference_and_parentheses(self: Arc<Self>) {
    {
        let __entry = ::scoped_entry::__private::Call
            .here()
            .enter(&self.inflight, &self.id, ::scoped_entry::__private::default_value())
            .guard();
        {
            run();
        }
    }
}
