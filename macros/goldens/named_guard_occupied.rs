#[scoped_entry(map = Arc::clone(&app.jobs), key = id, occupied = |job| return Err(job), guard = entry)]
fn accept(app: &App, id: u64) -> Result<(), Arc<Job>> {
    app.spawn(entry);
    Ok(())
}
