fn handle(names: &[String]) -> Result<usize, Busy> {
    let id = next();
    {}
    let __entry = const { ::scoped_entry::__private::Call.here() }
        .enter(&APP.inflight, &id, ::scoped_entry::__private::default_value())
        .guard();
    {}
    let ::scoped_entry::__private::Ok(name) = const {
        ::scoped_entry::__private::Call.here()
    }
        .try_enter(&APP.names, &names[0], ::scoped_entry::__private::default_value())
        .named() else { return Err(Busy) };
    {}
    let __entry = APP.permits.acquire()?;
    ::scoped_entry::__private::Kept::of(&__entry, 0).kind().is_a_guard();
    drop(name);
    Ok(names.len())
}
