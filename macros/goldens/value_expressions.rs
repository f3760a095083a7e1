#[scoped_entry(map = Arc::clone(&state.inflight), key = format!("{tenant}/{id}"), value = Started { at: now() })]
fn handle(state: &mut State, tenant: &str, id: u64) {
    state.touch();
    state.run();
}
