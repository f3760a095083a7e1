#[single_flight(map = Arc::clone(&FLIGHTS), key = (tenant, name))]
fn resolve(tenant: TenantId, name: &str) -> Option<IpAddr> {
    lookup_host(tenant, name).next()
}
