#[scoped_entry(map = REQUESTS, key = id)]
#[scoped_entry(hold = PERMITS.enter())]
#[inline]
#[scoped_entry(map = TENANTS, key = tenant)]
fn literal(id: u64, tenant: u64) -> impl Future<Output = u64> { async move { run(id).await } }
#[scoped_entry(map = REQUESTS, key = id)]
#[scoped_entry(map = TENANTS, key = tenant, until = return)]
#[scoped_entry(map = USERS, key = id, guard = user)]
#[scoped_entry(map = PAYMENTS, key = id, occupied = return Box::pin(ready(0)))]
fn mixed(id: u64, tenant: u64) -> Pin<Box<dyn Future<Output = u64>>> {
    drop(user);
    run(id)
}
