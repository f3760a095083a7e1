async fn accept(app: App, id: u64) -> JoinHandle<()> {
    {
        let entry = ::scoped_entry::__private::Call
            .here()
            .enter(
                Arc::clone(&app.jobs),
                &id,
                ::scoped_entry::__private::default_value(),
            )
            .named();
        {
            let job = app.job(id);
            tokio::spawn(async move {
                job.run().await;
                drop(entry);
            })
        }
    }
}
