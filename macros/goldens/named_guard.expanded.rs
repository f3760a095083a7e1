async fn accept(app: App, id: u64) -> JoinHandle<()> {
    {
        let entry = ::scoped_entry::__private::shared(
                Arc::clone(&app.jobs),
                &id,
                ::scoped_entry::__private::default_value(),
            )
            .enter_named();
        {
            let job = app.job(id);
            tokio::spawn(async move {
                job.run().await;
                drop(entry);
            })
        }
    }
}
