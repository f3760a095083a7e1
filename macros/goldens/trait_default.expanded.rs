trait Handler {
    fn handle(&self, id: u64) -> Self::Reply {
        {
            ::scoped_entry::__private::returned::<Self::Reply, _>(0)
                .kind()
                .is_not_lazy();
            let __entry = ::scoped_entry::__private::Call
                .here()
                .enter(self.inflight(), &id, ::scoped_entry::__private::default_value())
                .guard();
            {
                let reply = self.run(id);
                reply
            }
        }
    }
}
