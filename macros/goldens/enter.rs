fn handle(names: &[String]) -> Result<usize, Busy> {
    let id = next();
    enter!(map = APP.inflight, key = id);
    enter!(map = APP.names, key = names[0], occupied = return Err(Busy), guard = name);
    enter!(hold = APP.permits.acquire()?);
    drop(name);
    Ok(names.len())
}
