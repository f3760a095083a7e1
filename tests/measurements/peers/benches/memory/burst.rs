//! Many entries at once, and then fewer.

use crate::ALLOCATOR;
use scoped_entry_peers::{
    key::{Key, Keys},
    peer::{Family, Peer},
};
use std::hint::black_box;

/// Of so many entries, one outlives the others.
pub(crate) const STAYS: usize = 1_000;

/// Bytes that a map takes.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Bytes {
    /// As the program asked for them. Without what the guards have.
    pub(crate) allocated: f64,
    /// As the system sees it, with what the guards have on the heap.
    pub(crate) resident: f64,
}

/// Measures in this process, which had better not have done anything before.
///
/// Answers what is taken by all entries, by the few that stay, which lie scattered among them, and by none.
pub(crate) fn measure<F: Family, K: Key>(live: u32, in_order: bool) -> [Bytes; 3] {
    let map = F::Map::<K>::default();
    // All that is not the entries' is there beforehand, and written to, so that it is resident.
    let mut held = Vec::new();
    held.resize_with(live as usize, || None);
    let mut order: Vec<_> = (0..live as usize).collect();
    if !in_order {
        fastrand::Rng::with_seed(1).shuffle(&mut order);
    }
    let mut keys = K::Keys::of_thread(0);
    let before = now();
    let since = |guards: usize| {
        let Bytes { allocated, resident } = now();
        let guards = if F::GUARD_HAS_KEY { guards * K::HEAP } else { 0 };
        Bytes { allocated: allocated - before.allocated - float(guards), resident: resident - before.resident }
    };

    for place in &mut held {
        *place = Some(map.enter(keys.make()));
    }
    let full = since(held.len());
    for place in order.iter().filter(|place| *place % STAYS != 0) {
        held[*place] = None;
    }
    let few = since(held.len().div_ceil(STAYS));
    // By reference: the list has to be there as long as the measuring goes on.
    for place in &order {
        held[*place] = None;
    }
    [full, few, since(0)]
}

fn now() -> Bytes {
    // A program that goes on asks for a large block now and then, and only with it glibc looks through the small ones
    // that are free, and gives back what it can.
    drop(black_box(vec![0_u8; 100_000]));
    let resident = memory_stats::memory_stats().map_or(f64::NAN, |stats| float(stats.physical_mem));
    Bytes { allocated: float(ALLOCATOR.allocated()), resident }
}

#[expect(clippy::cast_precision_loss, reason = "memory is far below 2^52 bytes")]
pub(crate) fn float(bytes: usize) -> f64 {
    bytes as f64
}
