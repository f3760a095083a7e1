//! How a call ends.

use rand::{SeedableRng as _, rngs::Xoshiro256PlusPlus, seq::SliceRandom as _};
use std::iter;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    Succeed,
    Fail,
    ReturnEarly,
    Panic,
    /// Dropped while it waits, by a `select!`.
    Cancel,
    /// Dropped while it waits, by a timeout.
    TimeOut,
    /// Dropped before its first poll.
    NeverPoll,
}

impl Fate {
    const ALL: [Self; 7] =
        [Self::Succeed, Self::Fail, Self::ReturnEarly, Self::Panic, Self::Cancel, Self::TimeOut, Self::NeverPoll];

    /// Returns the number of such calls in a hundred async calls.
    fn share(self) -> usize {
        match self {
            Self::Succeed => 68,
            Self::Fail => 10,
            Self::ReturnEarly | Self::Panic => 5,
            Self::Cancel => 6,
            Self::TimeOut => 4,
            Self::NeverPoll => 2,
        }
    }

    /// Returns the fate of a sync call, which cannot be dropped while it waits.
    pub(crate) fn of_sync(self) -> Self {
        match self {
            Self::Cancel | Self::TimeOut | Self::NeverPoll => Self::Succeed,
            other => other,
        }
    }
}

/// Returns the fates of the hundred calls of a batch: exact shares, in an order given by the seed.
pub(crate) fn of_batch(batch: u64, seed: u64) -> Vec<Fate> {
    let mut fates: Vec<_> = Fate::ALL.into_iter().flat_map(|fate| iter::repeat_n(fate, fate.share())).collect();
    // This generator gives the same numbers on every system and in every version; `StdRng` does not promise that.
    fates.shuffle(&mut Xoshiro256PlusPlus::seed_from_u64(seed.wrapping_add(batch)));
    fates
}

#[cfg(test)]
mod tests {
    use super::{Fate, of_batch};

    #[test]
    fn every_batch_has_the_same_shares() {
        for batch in 0..50 {
            let fates = of_batch(batch, 1);
            assert_eq!(fates.len(), 100);
            for fate in Fate::ALL {
                assert_eq!(fates.iter().filter(|other| **other == fate).count(), fate.share(), "{fate:?}");
            }
        }
    }

    #[test]
    fn batch_and_seed_decide_the_order() {
        assert_eq!(of_batch(3, 7), of_batch(3, 7));
        assert_ne!(of_batch(3, 7), of_batch(4, 7));
        assert_ne!(of_batch(3, 7), of_batch(3, 9));
    }
}
