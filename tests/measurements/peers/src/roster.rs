//! All that is compared.

use crate::{
    by_hand::{Dash, Locked, Null, Papaya, Scc},
    ours::{Inflight, Unique},
    peer::Family,
};

/// Is shown each family in turn.
pub trait Visit {
    /// The next one.
    fn family<F: Family>(&mut self);
}

/// Shows all of them: the benchmark's own cost, ours, those by hand.
pub fn each(visit: &mut impl Visit) {
    visit.family::<Null>();
    visit.family::<Inflight>();
    visit.family::<Unique>();
    visit.family::<Unique<foldhash::fast::RandomState>>();
    visit.family::<Locked>();
    visit.family::<Dash>();
    visit.family::<Dash<foldhash::fast::RandomState>>();
    visit.family::<Papaya>();
    visit.family::<Scc>();
}
