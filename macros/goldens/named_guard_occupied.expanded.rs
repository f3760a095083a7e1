fn accept(app: &App, id: u64) -> Result<(), Arc<Job>> {
    {
        let __attempt = ::scoped_entry::__private::Call
            .here()
            .try_enter_or_existing(
                Arc::clone(&app.jobs),
                &id,
                ::scoped_entry::__private::default_value(),
            );
        let __entry = match __attempt {
            ::core::result::Result::Ok(__entry) => __entry,
            ::core::result::Result::Err(__existing) => {
                let job = __existing;
                #[allow(clippy::question_mark)]
                let ::core::option::Option::Some(__entry) = ::core::option::Option::None
                else { return Err(job) };
                __entry
            }
        };
        let entry = __entry.named();
        {
            app.spawn(entry);
            Ok(())
        }
    }
}
