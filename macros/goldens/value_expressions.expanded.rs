fn handle(state: &mut State, tenant: &str, id: u64) {
    {
        let __entry = ::scoped_entry::__private::Call
            .here()
            .enter(
                Arc::clone(&state.inflight),
                format!("{tenant}/{id}"),
                Started { at: now() },
            )
            .guard();
        {
            state.touch();
            state.run();
        }
    }
}
