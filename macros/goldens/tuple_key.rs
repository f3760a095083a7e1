#[scoped_entry(map = INFLIGHT, key = (tenant, (id.0, next()), "literal"))]
fn handle(tenant: &str, id: Id) {
    run();
}
