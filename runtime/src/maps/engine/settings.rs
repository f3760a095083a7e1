//! The settings of a map, fixed when it is built.

use super::{super::Excess, limit_config::LimitConfig, thread_slot::THREAD_SLOTS};
use core::{fmt, time::Duration};
use std::{borrow::Cow, boxed::Box, sync::OnceLock, thread};

pub(crate) struct Settings {
    pub(crate) name: Option<Cow<'static, str>>,
    pub(crate) limit_config: LimitConfig,
    /// Zero for the default, which depends on the number of cores.
    pub(crate) shards: usize,
    pub(crate) on_excess: Option<Box<OnExcess>>,
}

pub(crate) type OnExcess = dyn Fn(&Excess<'_>) + Send + Sync;

impl Settings {
    pub(crate) const DEFAULT: Self = Self {
        name: None,
        limit_config: LimitConfig { limit: usize::MAX, interval: Duration::from_secs(10) },
        shards: 0,
        on_excess: None,
    };

    pub(crate) fn limit(&self) -> Option<usize> {
        Some(self.limit_config.limit).filter(|limit| *limit < usize::MAX)
    }

    /// Returns the number of shards, a power of two.
    pub(crate) fn shards(&self) -> usize {
        let wanted = if self.shards == 0 { for_this_machine() } else { self.shards };
        wanted.clamp(1, THREAD_SLOTS).next_power_of_two()
    }
}

/// Returns the default number of shards: more than there are cores, so that tasks that move between threads rarely find
/// a shard locked.
fn for_this_machine() -> usize {
    // Cached, since on Linux it reads files.
    static SHARDS: OnceLock<usize> = OnceLock::new();
    *SHARDS.get_or_init(|| (4 * thread::available_parallelism().map_or(1, usize::from)).max(16))
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, limit_config, shards, on_excess } = self;
        f.debug_struct("Settings")
            .field("name", name)
            .field("limit_config", limit_config)
            .field("shards", shards)
            .field("on_excess", &on_excess.is_some())
            .finish()
    }
}

// The models include this file, and have no features.
#[cfg(all(test, feature = "std"))]
mod tests {
    use super::{Settings, THREAD_SLOTS};

    fn shards(wanted: usize) -> usize {
        let mut settings = Settings::DEFAULT;
        settings.shards = wanted;
        settings.shards()
    }

    fn limit(limit: usize) -> Option<usize> {
        let mut settings = Settings::DEFAULT;
        settings.limit_config.limit = limit;
        settings.limit()
    }

    #[test]
    fn usize_max_counts_as_no_limit() {
        assert_eq!([0, 7, usize::MAX - 1, usize::MAX].map(limit), [Some(0), Some(7), Some(usize::MAX - 1), None]);
    }

    #[test]
    fn shards_are_a_power_of_two_and_at_most_one_per_thread_slot() {
        assert_eq!([1, 2, 3, 17, 100, 1_000].map(shards), [1, 2, 4, 32, THREAD_SLOTS, THREAD_SLOTS]);
    }

    #[test]
    fn the_default_is_at_least_sixteen_shards() {
        assert!(shards(0) >= 16 && shards(0).is_power_of_two());
    }
}
