fn handle(state: &mut State, tenant: &str, id: u64) {
    {
        let __entry = ::scoped_entry::__private::shared(
                Arc::clone(&state.inflight),
                format!("{tenant}/{id}"),
                Started { at: now() },
            )
            .enter();
        {
            state.touch();
            state.run();
        }
    }
}
