//! What a map is told when it is made.

use super::{Excess, ledger::Terms, thread::LANES};
use core::{fmt, time::Duration};
use std::{borrow::Cow, boxed::Box, sync::OnceLock, thread};

pub(super) struct Settings {
    pub(super) name: Option<Cow<'static, str>>,
    pub(super) terms: Terms,
    /// Zero for as many as suit the machine.
    pub(super) shards: usize,
    pub(super) on_excess: Option<Box<OnExcess>>,
}

pub(super) type OnExcess = dyn Fn(&Excess<'_>) + Send + Sync;

impl Settings {
    pub(super) const DEFAULT: Self = Self {
        name: None,
        terms: Terms { limit: usize::MAX, interval: Duration::from_secs(10) },
        shards: 0,
        on_excess: None,
    };

    pub(super) fn limit(&self) -> Option<usize> {
        Some(self.terms.limit).filter(|limit| *limit < usize::MAX)
    }

    /// A power of two.
    pub(super) fn shards(&self) -> usize {
        let wanted = if self.shards == 0 { for_this_machine() } else { self.shards };
        wanted.clamp(1, LANES).next_power_of_two()
    }
}

/// More than there are cores, so that tasks which move between threads rarely find a shard locked.
fn for_this_machine() -> usize {
    // Asked once: on Linux it reads files.
    static SHARDS: OnceLock<usize> = OnceLock::new();
    *SHARDS.get_or_init(|| (4 * thread::available_parallelism().map_or(1, usize::from)).max(16))
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, terms, shards, on_excess } = self;
        f.debug_struct("Settings")
            .field("name", name)
            .field("terms", terms)
            .field("shards", shards)
            .field("on_excess", &on_excess.is_some())
            .finish()
    }
}

// The models have these sources, too, and no features.
#[cfg(all(test, feature = "std"))]
mod tests {
    use super::{LANES, Settings};

    fn shards(wanted: usize) -> usize {
        let mut settings = Settings::DEFAULT;
        settings.shards = wanted;
        settings.shards()
    }

    fn limit(limit: usize) -> Option<usize> {
        let mut settings = Settings::DEFAULT;
        settings.terms.limit = limit;
        settings.limit()
    }

    #[test]
    fn a_limit_is_one_that_a_map_can_exceed() {
        assert_eq!([0, 7, usize::MAX - 1, usize::MAX].map(limit), [Some(0), Some(7), Some(usize::MAX - 1), None]);
    }

    #[test]
    fn shards_are_a_power_of_two_and_no_more_than_there_are_lanes() {
        assert_eq!([1, 2, 3, 17, 100, 1_000].map(shards), [1, 2, 4, 32, LANES, LANES]);
    }

    #[test]
    fn by_default_there_are_sixteen_shards_at_least() {
        assert!(shards(0) >= 16 && shards(0).is_power_of_two());
    }
}
