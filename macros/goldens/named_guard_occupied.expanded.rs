fn accept(app: &App, id: u64) -> Result<(), Arc<Job>> {
    {
        let __attempt = ::scoped_entry::__private::Call
            .here()
            .try_enter_or_existing(
                Arc::clone(&app.jobs),
                &id,
                ::scoped_entry::__private::default_value(),
            )
            .named();
        let entry = match __attempt {
            ::scoped_entry::__private::Ok(__entry) => __entry,
            ::scoped_entry::__private::Err(__existing) => {
                let job = __existing;
                let ::scoped_entry::__private::Ok(__entry) = ::scoped_entry::__private::Err(())
                else { return Err(job) };
                __entry
            }
        };
        {
            app.spawn(entry);
            Ok(())
        }
    }
}
