#[scoped_entry(map = Arc::clone(&app.jobs), key = id, guard = entry)]
async fn accept(app: App, id: u64) -> JoinHandle<()> {
    let job = app.job(id);
    tokio::spawn(async move {
        job.run().await;
        drop(entry);
    })
}
