#[scoped_entry(map = REQUESTS, key = id)]
#[scoped_entry(map = PAYMENTS, key = payment, occupied = return Err(Busy))]
#[scoped_entry(map = TENANTS, key = tenant, guard = third)]
fn handle(id: u64, payment: u64, tenant: u64) -> Result<(), Busy> {
    run();
    Ok(())
}
#[scoped_entry(map = REQUESTS, key = id)]
#[scoped_entry(map = TENANTS, key = tenant)]
fn one_line(id: u64, tenant: u64) -> u64 { id + tenant }
#[scoped_entry(map = REQUESTS, key = id)]
#[scoped_entry(map = TENANTS, key = tenant, value = 1, occupied = return None)]
#[track_caller]
fn tracked(id: u64, tenant: u64) -> Option<u64> {
    #![allow(clippy::unused_unit)]
    fn helper() {}
    helper()
}
#[scoped_entry(map = REQUESTS, key = id, guard = first)]
#[scoped_entry(map = TENANTS, key = tenant)]
fn named_first(id: u64, tenant: u64) -> Reply { run(first) }
