//! The local clock: nanoseconds that go on while the process is stopped and while the machine is suspended.

use std::time::Duration;

/// The time since the machine booted, time in suspension included.
///
/// `Instant` stops while the machine is suspended: after waking up, a claim would still look valid although the server
/// has given its key to another node.
#[cfg(any(target_os = "linux", target_os = "android"))]
pub(crate) fn now() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
    let seconds = u64::try_from(time.tv_sec).unwrap_or_default();
    Duration::new(seconds, u32::try_from(time.tv_nsec).unwrap_or_default())
}

/// The time since the first call, by std's clock.
#[cfg(not(any(target_os = "linux", target_os = "android")))]
pub(crate) fn now() -> Duration {
    use std::{sync::LazyLock, time::Instant};
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    // Never zero, which stands for a lost claim.
    START.elapsed() + Duration::from_nanos(1)
}

/// A time of [`now`] as one word, for an atomic.
pub(crate) fn nanos(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}
