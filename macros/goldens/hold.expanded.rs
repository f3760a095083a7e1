impl Service {
    async fn handle(&self, id: u64) -> Result<Reply, Closed> {
        {
            ::scoped_entry::__private::returned::<Result<Reply, Closed>, _>(0)
                .kind()
                .is_not_lazy_inside();
            let __entry = self.permits.acquire().await?;
            ::scoped_entry::__private::Kept::of(&__entry, 0).kind().is_a_guard();
            {
                let reply = self.find(id).await;
                Ok(reply)
            }
        }
    }
    fn several(&self, id: u64) -> usize {
        {
            let __entry = self.gauge.count();
            facade::scoped_entry::__private::Kept::of(&__entry, 0).kind().is_a_guard();
            let __entry = ::scoped_entry::__private::Call
                .here()
                .enter(&self.inflight, &id, ::scoped_entry::__private::default_value())
                .guard();
            let __entry = self.permits.enter();
            ::scoped_entry::__private::Kept::of(&__entry, 0).kind().is_a_guard();
            let permit = __entry;
            {
                drop(permit);
                self.inflight.len()
            }
        }
    }
}
