//! How long a thread could have run and was not let.

use std::{fs, time::Duration};

/// Of the calling thread, since it began; `None` where the system does not tell.
///
/// Linux does. To wait for a lock does not count, only to wait for a core.
pub(crate) fn waited() -> Option<Duration> {
    let times = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    times.split(' ').nth(1)?.parse().ok().map(Duration::from_nanos)
}
