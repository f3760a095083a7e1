#[scoped_entry(map = INFLIGHT, key = (tenant, id), crate = crate::facade::scoped_entry)]
fn handle(tenant: &str, id: u64) {
    run();
}
