//! The clock of the entries: the system's coarse one where there is one that never goes back, else that of std.
//!
//! The coarse clock moves with the kernel's tick, and reading it costs a quarter of `std::time::Instant::now`: 5 ns
//! instead of 19 on the machine that the maps were made on, where all else that a call does takes 15.

pub(super) use imp::Moment;

#[cfg(any(
    target_os = "linux",
    target_os = "android",
    target_os = "macos",
    target_os = "freebsd",
    target_os = "dragonfly",
    target_os = "windows"
))]
mod imp {
    use core::time::Duration;

    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub(crate) struct Moment(coarsetime::Instant);

    impl Moment {
        pub(crate) const ZERO: Self = Self(coarsetime::Instant::from_ticks(0));

        #[inline]
        pub(crate) fn now() -> Self {
            // `coarsetime::Instant::now` writes what it read to a static: a cache line that all cores would fight for.
            Self(coarsetime::Instant::now_without_cache_update())
        }

        /// The least that shows in a `Duration`, whose unit is a nanosecond.
        #[inline]
        pub(crate) const fn next(self) -> Self {
            Self(self.0.saturating_add(coarsetime::Duration::new(0, 2)))
        }

        #[inline]
        pub(crate) fn plus(self, duration: Duration) -> Self {
            Self(self.0.saturating_add(duration.into()))
        }

        #[inline]
        pub(crate) fn since(self, earlier: Self) -> Duration {
            self.0.duration_since(earlier.0).into()
        }
    }
}

#[cfg(not(any(
    target_os = "linux",
    target_os = "android",
    target_os = "macos",
    target_os = "freebsd",
    target_os = "dragonfly",
    target_os = "windows"
)))]
mod imp {
    use core::time::Duration;
    use std::{sync::OnceLock, time::Instant};

    /// Nanoseconds since this process first asked: there are 584 years of them.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub(crate) struct Moment(u64);

    fn nanoseconds(duration: Duration) -> u64 {
        u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
    }

    impl Moment {
        pub(crate) const ZERO: Self = Self(0);

        pub(crate) fn now() -> Self {
            static FIRST: OnceLock<Instant> = OnceLock::new();
            Self(nanoseconds(FIRST.get_or_init(Instant::now).elapsed()))
        }

        pub(crate) const fn next(self) -> Self {
            Self(self.0.saturating_add(1))
        }

        pub(crate) fn plus(self, duration: Duration) -> Self {
            Self(self.0.saturating_add(nanoseconds(duration)))
        }

        pub(crate) const fn since(self, earlier: Self) -> Duration {
            Duration::from_nanos(self.0.saturating_sub(earlier.0))
        }
    }
}
